import { CST, Lexer, Parser } from 'yaml';
import type { Steps } from '../../../engine/model/steps.ts';
import { maxNestingDepth, syntaxProblem, type TextComment, type TextProblem } from '../tree/source-problem.ts';

export interface YamlTokens {
  /** All tokens of the stream, in order. */
  tokens: CST.Token[];
  comments: TextComment[];
  problems: TextProblem[];
  /** Offset from which on the text was not read because of its nesting depth; null if it was read completely. */
  cutAt: number | null;
}

const lexemesPerStep = 1000;

/**
 * Runs the lexer and the parser, which do not recurse, and stops if collections are nested more deeply than `maxNestingDepth`, because
 * composing the document recurses.
 */
export function* readTokens(text: string): Steps<YamlTokens> {
  const parser = new Parser();
  const result: YamlTokens = { tokens: [], comments: [], problems: [], cutAt: null };
  let afterScalarMark = false;
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes % lexemesPerStep === 0) yield;
    const start = parser.offset;
    if (!afterScalarMark && lexeme.startsWith('#')) {
      result.comments.push({ text: lexeme, start, end: start + lexeme.length });
    }
    afterScalarMark = lexeme === CST.SCALAR;
    for (const token of parser.next(lexeme)) result.tokens.push(token);
    if (parser.stack.length > maxNestingDepth) {
      const message = `Nested too deeply: more than ${maxNestingDepth} collections inside each other. The rest is not read.`;
      result.problems.push(syntaxProblem(message, start, Math.min(start + 1, text.length)));
      result.cutAt = start;
      break;
    }
  }
  for (const token of parser.end()) result.tokens.push(token);
  return result;
}
