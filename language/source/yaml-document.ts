import { Composer, LineCounter, type CST, type Document } from 'yaml';
import { applyMasks, type Mask } from './masks.ts';
import { longestText, syntaxProblem, type TextComment, type TextProblem } from './source-problem.ts';
import type { SourceNode } from './source-node.ts';
import { explainYamlErrors } from './yaml-messages.ts';
import { readTokens } from './yaml-tokens.ts';
import { TreeBuilder } from './yaml-tree.ts';

export interface TextDocument {
  root: SourceNode | null;
  comments: TextComment[];
  problems: TextProblem[];
}

/** Each round of reading finds at least one quote without its end; more of them than this are one fault in ten places. */
const mostRounds = 10;

/**
 * Reads the first document of a YAML 1.2 text (core schema) as a tree with places. Never throws: faults become
 * problems, and the tree holds what could be read. `masks` are texts to be taken as they stand.
 */
export function readYaml(text: string, masks: readonly Mask[] = []): TextDocument {
  if (text.length > longestText) return { root: null, comments: [], problems: [tooLong(text)] };
  const repairs: TextProblem[] = [];
  let all = masks;
  let tabs = false;
  for (let round = 1; ; round++) {
    const { unclosed, indentedByTabs, ...document } = readOnce(text, all, tabs);
    if ((unclosed.length === 0 && (tabs || !indentedByTabs)) || round === mostRounds) {
      return { ...document, problems: [...repairs, ...document.problems] };
    }
    if (indentedByTabs && !tabs) repairs.push(tabProblem(text));
    tabs ||= indentedByTabs;
    for (const { start, end } of unclosed) {
      repairs.push(syntaxProblem(`The closing ${text[start] ?? ''} is missing.`, start, end));
    }
    all = [...all, ...unclosed].sort((a, b) => a.start - b.start);
  }
}

interface Attempt extends TextDocument {
  unclosed: readonly Mask[];
  indentedByTabs: boolean;
}

function readOnce(text: string, masks: readonly Mask[], tabsAsSpaces: boolean): Attempt {
  const masked = applyMasks(text, masks);
  const { tokens, comments, problems, cutAt } = readTokens(tabsAsSpaces ? withoutTabs(masked) : masked);
  const document = composeFirst(tokens);
  problems.push(...severalDocuments(tokens, text));
  if (document === null) return { root: null, comments, problems, unclosed: [], indentedByTabs: false };
  const errors = [...document.errors, ...document.warnings].filter(error => cutAt === null || error.pos[0] < cutAt);
  problems.push(...explainYamlErrors(errors, text));
  const builder = new TreeBuilder(text, masks);
  const root = document.contents === null ? null : builder.build(document.contents);
  return {
    root,
    comments,
    problems: [...problems, ...builder.problems],
    unclosed: builder.unclosed,
    indentedByTabs: errors.some(error => error.code === 'TAB_AS_INDENT') && tabIndentation.test(text),
  };
}

const tabIndentation = /^ *\t[ \t]*(?=\S)/m;

/** One space for each tab of an indentation: offsets stay, and a text that is indented by tabs alone keeps its structure. */
function withoutTabs(text: string): string {
  return text.replace(new RegExp(tabIndentation, 'gm'), indent => indent.replaceAll('\t', ' '));
}

function tabProblem(text: string): TextProblem {
  const lines = [...text.matchAll(new RegExp(tabIndentation, 'gm'))].map(({ 0: indent, index }) => ({
    start: index,
    end: index + indent.length,
    newText: indent.replaceAll('\t', '  '),
  }));
  const others = lines.length - 1;
  const more =
    others === 0
      ? ''
      : others === 1
        ? ' One more line has the same fault.'
        : ` ${others} more lines have the same fault.`;
  const { start, end } = lines[0] ?? { start: 0, end: 0 };
  const message = `A tab indents this line. YAML allows spaces only; indent with two spaces.${more}`;
  return { ...syntaxProblem(message, start, end), fix: { title: 'Indent with spaces instead of tabs', edits: lines } };
}

export function tooLong(text: string): TextProblem {
  const megabytes = (length: number) => (length / 1024 / 1024).toFixed(1);
  const end = text.search(/[\r\n]/);
  return syntaxProblem(
    `This file is too large: ${megabytes(text.length)} MB. Files above ${megabytes(longestText)} MB are not read; split it into libraries and import them.`,
    0,
    end === -1 || end > 200 ? 200 : end,
  );
}

function composeFirst(tokens: CST.Token[]): Document | null {
  const composer = new Composer({
    keepSourceTokens: true,
    lineCounter: new LineCounter(),
    prettyErrors: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
  });
  for (const document of composer.compose(tokens, true)) return document;
  return null;
}

function severalDocuments(tokens: CST.Token[], text: string): TextProblem[] {
  const second = tokens.filter(token => token.type === 'document')[1];
  if (second?.type !== 'document') return [];
  const mark = second.start.find(token => token.type === 'doc-start');
  const start = mark?.offset ?? second.offset;
  const message =
    'A second document starts here. A file holds one document; what follows is not read. Move it to a file of its own.';
  return [syntaxProblem(message, start, Math.min(start + 3, text.length))];
}
