import type { CST, YAMLError } from 'yaml';
import type { Steps } from '../../../engine/model/steps.ts';
import { applyMasks, type Mask } from '../tree/masks.ts';
import { maxTextLength, syntaxProblem, type TextComment, type TextProblem } from '../tree/source-problem.ts';
import type { SourceNode } from '../tree/source-node.ts';
import { explainYamlErrors } from './yaml-messages.ts';
import { strayProblem, type Repair } from './yaml-repairs.ts';
import { strayLine } from './yaml-strays.ts';
import { composeInSteps } from './yaml-pieces.ts';
import { readTokens } from './yaml-tokens.ts';
import { TreeBuilder } from './yaml-tree.ts';

export interface TextDocument {
  root: SourceNode | null;
  comments: TextComment[];
  problems: TextProblem[];
}

/** Repair rounds. Each repairs at least one value; a text that needs more rounds has one error in many places. */
const maxRounds = 10;

/**
 * Limits how much text is parsed, in UTF-16 units, to find out what is wrong with a document: a small text can be parsed many times, a
 * large one only a few times.
 */
class ReadingBudget {
  private left: number;

  constructor(text: string) {
    this.left = 500_000 + 2 * text.length;
  }

  /** Spends the budget for parsing a text once more; false if there is not enough left. */
  take({ length }: string): boolean {
    if (this.left < length) return false;
    this.left -= length;
    return true;
  }
}

/** Lines that may be ignored because they do not fit the lines around them. */
const maxStrays = 3;

/**
 * Parses the first document of a YAML 1.2 text (core schema) into a tree with offsets. Never throws: errors become problems, and the
 * tree contains what could be read. Several errors that are caused by one line become one problem.
 * @param masks texts to be read literally
 * @param sections the top-level keys of such a document
 */
export function* readYaml(
  text: string,
  masks: readonly Mask[] = [],
  sections: ReadonlySet<string> = new Set(),
): Steps<YamlDocument> {
  const budget = new ReadingBudget(text);
  let document = yield* readRepaired(text, masks, sections, budget);
  let covered = masks;
  const strays: Mask[] = [];
  const faultsIn = function* (part: string, all: readonly Mask[]): Steps<number> {
    if (!budget.take(part)) return Infinity;
    return faultyLines(part, yield* readRepaired(part, all, sections, budget));
  };
  while (strays.length < maxStrays && !document.indentedByTabs) {
    const faults = faultyLines(text, document);
    if (faults === 0) break;
    const firstFault = Math.min(...document.faults.map(({ start }) => start));
    const single = faults === 1;
    const stray = yield* strayLine(text, covered, { firstFault, single }, sections, faultsIn);
    if (stray === null || !budget.take(text)) break;
    const all = [...covered, stray].sort((a, b) => a.start - b.start);
    const without = yield* readRepaired(text, all, sections, budget);
    const left = faultyLines(text, without);
    if (single ? left > 0 : left + 1 >= faults) break;
    strays.push(stray);
    [document, covered] = [without, all];
  }
  if (strays.length === 0) return document;
  const problems = [...document.problems, ...strays.map(mask => strayProblem(text, mask))];
  return { ...document, problems, contained: false };
}

function faultyLines(text: string, { faults }: YamlDocument): number {
  return new Set(faults.map(({ start }) => text.lastIndexOf('\n', start - 1))).size;
}

/** Parses the text in rounds, each of which repairs the errors found before it. */
function* readRepaired(
  text: string,
  masks: readonly Mask[],
  sections: ReadonlySet<string>,
  budget: ReadingBudget,
): Steps<YamlDocument> {
  if (text.length > maxTextLength)
    return {
      root: null,
      comments: [],
      problems: [tooLong(text)],
      faults: [],
      indentedByTabs: false,
      plain: false,
      contained: false,
    };
  const repairs: TextProblem[] = [];
  let all = masks;
  let contained = true;
  for (let round = 1; ; round++) {
    const { repairs: made, ...document } = yield* readOnce(text, all, sections);
    const found = [...made].sort((a, b) => a.mask.start - b.mask.start);
    repairs.push(...found.map(({ problem }) => problem));
    contained &&= document.contained && round <= containedRounds;
    if (found.length === 0 || round === maxRounds || !budget.take(text)) {
      const faults = [...repairs, ...document.faults];
      return { ...document, problems: [...repairs, ...document.problems], faults, contained };
    }
    all = [...all, ...found.map(({ mask }) => mask)].sort((a, b) => a.start - b.start);
  }
}

export interface YamlDocument extends TextDocument {
  /** The problems that break the structure of the text around them. */
  faults: TextProblem[];
  /** True if lines are indented with tabs, so that YAML sees another structure than the author. */
  indentedByTabs: boolean;
  /** True for a single document without directives, anchors, aliases and tags that was read to its end. */
  plain: boolean;
  /**
   * True if the errors, in every round, were only of kinds that do not affect the lines around a value once that value is read
   * literally.
   */
  contained: boolean;
}

/** Rounds of a contained document: one that finds what to read literally, and one that finds no more errors. */
const containedRounds = 2;
/** Beyond this number not all of the package's errors are evaluated, so a document does not count as contained. */
const containedErrors = 50;

function isContained(errors: readonly YAMLError[]): boolean {
  return (
    errors.length <= containedErrors &&
    errors.every(
      ({ code, message }) =>
        (code !== 'BAD_INDENT' || /end with a/.test(message)) &&
        code !== 'TAB_AS_INDENT' &&
        !/at node end|in YAML stream/.test(message),
    )
  );
}

interface Attempt extends YamlDocument {
  repairs: Repair[];
}

function* readOnce(text: string, masks: readonly Mask[], sections: ReadonlySet<string>): Steps<Attempt> {
  const { tokens, comments, problems, cutAt } = yield* readTokens(applyMasks(text, masks));
  const composed = yield* composeInSteps(tokens);
  problems.push(...severalDocuments(tokens, text));
  if (composed === null) {
    return {
      root: null,
      comments,
      problems,
      faults: [],
      repairs: [],
      indentedByTabs: false,
      plain: false,
      contained: false,
    };
  }
  const { contents } = composed.document;
  const errors = composed.errors.filter(error => cutAt === null || error.pos[0] < cutAt);
  const explained = explainYamlErrors(errors, text, sections);
  const masked = new Set(masks.map(({ start }) => start));
  const repairs = explained.repairs.filter(({ mask }) => !masked.has(mask.start));
  problems.push(...explained.problems);
  const builder = new TreeBuilder(text, masks, composed.earlierItems);
  const root = contents === null ? null : yield* builder.build(contents);
  const unclosed = builder.unclosed.map(mask => ({
    mask,
    problem: syntaxProblem(`The closing ${text[mask.start] ?? ''} is missing.`, mask.start, mask.end),
  }));
  const left = new Set(masks.filter(mask => mask.style === 'comment' || mask.style === 'key').map(mask => mask.start));
  return {
    root,
    comments: comments.filter(comment => !left.has(comment.start)),
    problems: [...problems, ...builder.problems],
    faults: cutAt === null ? explained.problems : [],
    repairs: [...unclosed, ...repairs],
    indentedByTabs: errors.some(error => error.code === 'TAB_AS_INDENT'),
    contained: isContained(errors),
    plain: builder.plain && cutAt === null && isOneDocument(tokens),
  };
}

export function tooLong(text: string): TextProblem {
  const megabytes = (length: number) => (length / 1024 / 1024).toFixed(1);
  const end = text.search(/[\r\n]/);
  return syntaxProblem(
    `This file is too large: ${megabytes(text.length)} MB. Files above ${megabytes(maxTextLength)} MB are not read; split it into libraries and import them.`,
    0,
    end === -1 || end > 200 ? 200 : end,
  );
}

function isOneDocument(tokens: readonly CST.Token[]): boolean {
  const named = tokens.filter(token => token.type !== 'comment' && token.type !== 'space' && token.type !== 'newline');
  return named.length === 1 && named[0]?.type === 'document';
}

function severalDocuments(tokens: CST.Token[], text: string): TextProblem[] {
  const second = tokens.filter(token => token.type === 'document')[1];
  if (second?.type !== 'document') return [];
  const mark = second.start.find(token => token.type === 'doc-start');
  const start = mark?.offset ?? second.offset;
  const message =
    'A second document starts here. A file holds one document, so the rest is not read. Move it to a separate file.';
  return [syntaxProblem(message, start, Math.min(start + 3, text.length))];
}
