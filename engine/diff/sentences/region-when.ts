import { clausesOf, writtenClausesOf, type Clause } from '../../condition/condition.ts';
import { ruleName } from '../../model/rule-set.ts';
import { printBoxes, type ConstantNames } from '../../space/print/print.ts';
import { stateWords, type WordsOf } from '../../space/print/state-words.ts';
import { sameAt, statesOf, type Box, type Dimension } from '../../space/dimension.ts';
import type { ProblemRule } from '../../solver/problem.ts';
import type { AnalysisSubject } from '../../solver/subject.ts';
import type { Edit } from '../edits/edit.ts';
import type { Pair, RankedDecider } from '../differing.ts';
import type { EarlierRule, Fact, RegionWhen } from '../facts.ts';
import type { Version, Versions } from '../versions.ts';
import type { Solver } from '../../solver/solver.ts';
import type { RegionParts } from './region-parts.ts';
import { separatingRules, withoutRules } from './separating.ts';

/**
 * Puts the parts of regions into words.
 * @returns a function of the region's parts in each of its periods, and of the edits that make it; null if the parts are not the same in all periods
 */
export function regionDescriber(
  versions: Versions,
  solver: Solver,
  names: ConstantNames,
  edited: EditedSignals,
): (pair: Pair, parts: readonly (RegionParts | null)[], edits: readonly Edit[]) => RegionWhen | null {
  const { space } = solver.problem;
  const words: WordsOf = { space, signals: versions.signals.signals, names };
  const conditionOf = ({ boxes }: RegionParts): string => printBoxes(space, boxes, names).text;

  return (pair, inPeriods, edits) => {
    if (inPeriods.length === 0 || inPeriods.includes(null)) return null;
    const parts = inPeriods as [RegionParts, ...RegionParts[]];
    const moving = new Set(edits.flatMap(edit => edited(edit) ?? changedSignals(versions, pair)));
    const isChanged = (rule: ProblemRule): boolean =>
      isInOne(versions, rule) &&
      clausesOf(rule.rule.condition).some(({ signals }) => signals.some(name => moving.has(name)));
    const separating = separatingRules(versions, pair, parts[0], isChanged);
    // Rules that keep the region apart from others are told by the facts that they leave, if these have words.
    const [first, ...later] = parts.map(each => withoutRules(solver, pair, each, separating)) as typeof parts;
    const shown = factsOfParts(words, first) === null ? parts : ([first, ...later] as typeof parts);
    const found = factsOfParts(words, shown[0]);
    const condition = conditionOf(shown[0]);
    if (found === null || shown.some(each => conditionOf(each) !== condition)) return null;
    const moves = found.shared.filter(({ signals }) => signals.some(name => moving.has(name)));
    const asks = found.shared.filter(each => !moves.includes(each));
    const earlier = earlierOf(
      versions,
      shown.flatMap(each => each.earlier),
      separating,
    );
    return { moves, asks, either: found.either, condition, earlier };
  };
}

/** True for a rule that only one version has in this form. */
function isInOne({ before, after }: Versions, { position }: ProblemRule): boolean {
  return before.ranks.has(position) !== after.ranks.has(position);
}

/** The facts that are true of all parts, and the others of each; null if one cannot be said. */
function factsOfParts(words: WordsOf, { boxes }: RegionParts): { shared: Fact[]; either: Fact[][] } | null {
  const facts = boxes.map(box => factsOf(words, box));
  if (facts.includes(null)) return null;
  const all = facts as Fact[][];
  const [first = [], ...others] = all;
  const shared = first.filter(({ text }) => others.every(each => each.some(other => other.text === text)));
  const isShared = new Set(shared.map(({ text }) => text));
  return { shared, either: others.length === 0 ? [] : all.map(each => each.filter(({ text }) => !isShared.has(text))) };
}

/** The facts of a box; null if one cannot be said. */
function factsOf(words: WordsOf, box: Box): Fact[] | null {
  const { layout } = words.space;
  const facts = layout.dimensions
    .filter(dimension => !sameAt(box, layout.whole, dimension))
    .map(dimension => {
      const text = stateWords(words, dimension, statesOf(box, dimension));
      return text === null ? null : { text, signals: signalsOf(dimension) };
    });
  return facts.includes(null) ? null : (facts as Fact[]);
}

function signalsOf({ subject }: Dimension): string[] {
  switch (subject.kind) {
    case 'value':
    case 'member':
    case 'size':
      return [subject.signal];
    case 'term':
      return [...subject.signals];
    case 'opaque':
      return [...subject.signals];
    case 'pair':
      return [...subject.names];
    default:
      return [];
  }
}

/** The signals that an edit of a threshold or a signal is about; null for other edits. */
export type EditedSignals = (edit: Edit) => readonly string[] | null;

/** The signals of the clauses that name an edited threshold, or an edited signal itself. */
export function editedSignals(versions: readonly AnalysisSubject[]): EditedSignals {
  const byThreshold = new Map<string, Set<string>>();
  const clauses = versions.flatMap(({ rules }) => rules.flatMap(({ condition }) => writtenClausesOf(condition)));
  for (const { thresholds, signals } of clauses) {
    for (const name of thresholds) {
      const known = byThreshold.get(name) ?? new Set();
      byThreshold.set(name, known);
      for (const signal of signals) known.add(signal);
    }
  }
  return ({ about, name }) => {
    if (about === 'signal') return [name];
    return about === 'threshold' ? [...(byThreshold.get(name) ?? [])] : null;
  };
}

/** The signals of the clauses that only one version of an edited decider has. */
function changedSignals({ before, after }: Versions, pair: Pair): string[] {
  return [...changedClauses(pair.before, before), ...changedClauses(pair.after, after)].flatMap(
    ({ signals }) => signals,
  );
}

function changedClauses({ rule }: RankedDecider, { counterparts }: Version): Clause[] {
  const form = rule === null ? undefined : counterparts.get(rule.position);
  if (rule === null || form === undefined) return [];
  const [own, others] = [clausesOf(rule.rule.condition), clausesOf(form.rule.condition)];
  const has = (among: readonly Clause[]) => {
    const texts = new Set(among.map(({ standardForm }) => standardForm));
    return ({ standardForm }: Clause): boolean => texts.has(standardForm);
  };
  const [isOwn, isOther] = [has(own), has(others)];
  return [...own.filter(each => !isOther(each)), ...others.filter(each => !isOwn(each))];
}

/** The rules with the versions in which they are, each named once. */
function earlierOf(
  { before, after }: Versions,
  rules: readonly ProblemRule[],
  separating: readonly ProblemRule[],
): EarlierRule[] {
  const found = new Map<string, EarlierRule>();
  for (const rule of rules) {
    const { position } = rule;
    for (const [side, { ranks, written }] of [
      ['before', before],
      ['after', after],
    ] as const) {
      const rank = ranks.get(position);
      const ref = rank === undefined ? undefined : written[rank]?.ref;
      if (ref === undefined) continue;
      const known = found.get(ruleName(ref));
      found.set(ruleName(ref), {
        ...ref,
        in: known === undefined || known.in === side ? side : 'both',
        separates: separating.includes(rule),
      });
    }
  }
  return [...found.values()];
}
