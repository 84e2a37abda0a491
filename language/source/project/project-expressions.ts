import {
  type CheckedExpression,
  type ExpressionChecker,
  type ExpressionProblem,
  type ExpressionReference,
  maxNesting,
  nestedTooDeeply,
} from '../../../engine/index.ts';
import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import type { Range } from '../../location.ts';
import type { SourceDocument, SourcePath } from '../document/document.ts';
import type { ExpressionKind } from '../traps/expression-places.ts';
import { entriesIn, listIn, objectIn, type EntryRange, type Reference } from './names.ts';

/** A kind of expression, or the name of the signal that divides a rollout. */
type CheckedKind = ExpressionKind | 'rollout-by';

/** A checked expression of a rule file, or a group of conditions that is nested too deeply. */
export interface ProjectExpression {
  kind: CheckedKind;
  uri: string;
  /** Path of the scalar that contains it, or of the group. */
  path: SourcePath;
  /** Null for a group. */
  text: string | null;
  checked: CheckedExpression;
}

type FoundExpression = Pick<ProjectExpression, 'kind' | 'path' | 'text'>;

/** The expressions in a document and its groups that are nested too deeply, by section; with `only`, those in some entries. */
function expressionsIn({ value }: SourceDocument, only?: EntryRange): FoundExpression[] {
  const found: FoundExpression[] = [];
  const add = (kind: CheckedKind, path: SourcePath, text: Json | undefined): void => {
    if (typeof text === 'string') found.push({ kind, path, text });
  };
  const condition = (path: SourcePath, source: Json | undefined, depth = 0): void => {
    add('condition', path, source);
    if (!isJsonObject(source)) return;
    if (depth === maxNesting) found.push({ kind: 'condition', path, text: null });
    for (const key of ['all', 'any']) {
      listIn(source, key).forEach((item, index) => condition([...path, key, index], item, depth + 1));
    }
    condition([...path, 'not'], ownValue(source, 'not'), depth + 1);
  };
  for (const [name, contract] of only === undefined ? Object.entries(objectIn(value, 'payloads')) : []) {
    for (const [field, text] of Object.entries(objectIn(contract, 'fields'))) {
      add('field', ['payloads', name, 'fields', field], text);
    }
  }
  entriesIn(value, 'rules', only).forEach(([index, rule]) => {
    condition(['rules', index, 'when'], ownValue(rule, 'when'));
    add('rollout-by', ['rules', index, 'rollout', 'by'], ownValue(ownValue(rule, 'rollout'), 'by'));
    add('template', ['rules', index, 'reason'], ownValue(rule, 'reason'));
  });
  if (only === undefined) add('template', ['default', 'reason'], ownValue(ownValue(value, 'default'), 'reason'));
  entriesIn(value, 'assumptions', only).forEach(([index, assumption]) => {
    condition(['assumptions', index, 'when'], ownValue(assumption, 'when'));
    condition(['assumptions', index, 'holds'], ownValue(assumption, 'holds'));
  });
  entriesIn(value, 'invariants', only).forEach(([index, invariant]) =>
    condition(['invariants', index, 'when'], ownValue(invariant, 'when')),
  );
  return found;
}

/** Checks the expressions in a document; with `only`, those in some entries. */
export function* checkExpressions(
  document: SourceDocument,
  checker: ExpressionChecker,
  only?: EntryRange,
): Steps<ProjectExpression[]> {
  const checked: ProjectExpression[] = [];
  for (const each of expressionsIn(document, only)) {
    checked.push({ ...each, uri: document.uri, checked: check(checker, each) });
    yield;
  }
  return checked;
}

function check(checker: ExpressionChecker, { kind, path, text }: FoundExpression): CheckedExpression {
  if (text === null) return { problems: [nestedTooDeeply], references: [], condition: null };
  switch (kind) {
    case 'condition':
      return checker.condition(text, [...path]);
    case 'field':
      return checker.field(text);
    case 'template':
      return checker.template(text);
    case 'rollout-by':
      return checker.rolloutBy(text);
  }
}

/**
 * The references in expressions, with their ranges; for `thresholds.NAME`, that of the name alone.
 * @param isDefined true for names that are declared, even if an error in the declaration hides them from the checker
 */
export function* expressionReferences(
  document: SourceDocument,
  expressions: readonly ProjectExpression[],
  isDefined: (kind: ExpressionReference['kind'], name: string) => boolean,
): Steps<Reference[]> {
  const found: Reference[] = [];
  for (const { path, uri, checked } of expressions) {
    const faulty = checked.problems.flatMap(problem => faultyReference(problem, isDefined));
    for (const { kind, name, start, end } of [...checked.references, ...faulty]) {
      const range = nameRange(document, path, start, end, kind === 'threshold' ? name : null);
      found.push({ kind, name, version: null, uri, path, range });
    }
    yield;
  }
  return found;
}

const undefinedKinds: Partial<Record<ExpressionProblem['kind'], ExpressionReference['kind']>> = {
  'undefined-signal': 'signal',
  'undefined-threshold': 'threshold',
  'undefined-rule': 'rule',
};

function faultyReference(
  { kind: problem, name, start, end }: ExpressionProblem,
  isDefined: (kind: ExpressionReference['kind'], name: string) => boolean,
): ExpressionReference[] {
  const kind = undefinedKinds[problem] ?? null;
  return kind !== null && name !== undefined && isDefined(kind, name) ? [{ kind, name, start, end }] : [];
}

function nameRange(document: SourceDocument, path: SourcePath, start: number, end: number, name: string | null): Range {
  return document.rangeInScalar(path, name === null ? start : Math.max(start, end - name.length), end);
}
