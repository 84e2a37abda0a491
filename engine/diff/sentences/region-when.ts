import { clausesOf, writtenClausesOf, type Clause } from '../../condition/condition.ts';
import { ruleName } from '../../model/rule-set.ts';
import { printBoxes, type ConstantNames } from '../../space/print/print.ts';
import { stateWords, type WordsOf } from '../../space/print/state-words.ts';
import { fill, sameAt, statesOf, type Box, type Dimension } from '../../space/dimension.ts';
import { earlierThatMatter } from '../earlier-rules.ts';
import { clauseOf } from '../../solver/search/clause.ts';
import { dropClauses, enterClause, include } from '../../solver/search/clause-index.ts';
import { constraintsOf, type Solver } from '../../solver/solver.ts';
import { scratch } from '../../space/small-arrays.ts';
import type { AnalysisSubject } from '../../solver/subject.ts';
import type { Edit } from '../edits/edit.ts';
import type { Pair, RankedDecider } from '../differing.ts';
import type { EarlierRule, Fact, RegionWhen } from '../facts.ts';
import type { Version, Versions } from '../versions.ts';

/** The most parts of a region that are told apart; with more, it is described by its condition alone. */
const maxParts = 6;

/**
 * Describes regions; null for one that needs too many words. A region of several periods is described if the parts are the same in all of them.
 * @returns a function of the region's pair in each of its periods
 */
export function regionDescriber(
  versions: Versions,
  solver: Solver,
  names: ConstantNames,
  edited: EditedSignals,
): (pairs: readonly Pair[], edits: readonly Edit[]) => RegionWhen | null {
  const { space } = solver.problem;
  const words: WordsOf = { space, signals: versions.signals.signals, names };
  const hidden = space.layout.dimensions.filter(({ subject: { kind } }) => kind === 'part' || kind === 'broken');

  return (pairs, edits) => {
    const [first, ...later] = pairs.map(pair => describe(pair, edits));
    if (first === undefined || first === null) return null;
    if (later.some(each => each?.condition !== first.condition)) return null;
    const earlier = new Map([first, ...later].flatMap(each => each?.earlier ?? []).map(each => [ruleName(each), each]));
    return { ...first, earlier: [...earlier.values()] };
  };

  function describe(pair: Pair, edits: readonly Edit[]): RegionWhen | null {
    const boxes = partsOf(solver, pair);
    if (boxes === null || boxes.some(box => hidden.some(each => !sameAt(box, space.layout.whole, each)))) return null;
    const moving = new Set(edits.flatMap(edit => edited(edit) ?? changedSignals(versions, pair)));
    const facts = boxes.map(box => factsOf(words, box));
    if (facts.includes(null)) return null;
    const all = facts as DimensionFact[][];
    const [first = [], ...others] = all;
    const shared = first.filter(({ text }) => others.every(each => each.some(other => other.text === text)));
    const isShared = new Set(shared.map(({ text }) => text));
    const moves = shared.filter(({ signals }) => signals.some(name => moving.has(name)));
    return {
      moves: moves.map(plain),
      asks: shared.filter(each => !moves.includes(each)).map(plain),
      either: others.length === 0 ? [] : all.map(each => each.filter(({ text }) => !isShared.has(text)).map(plain)),
      condition: printBoxes(space, boxes, names).text,
      earlier: earlierOf(versions, earlierThatMatter(solver, pair, boxes)),
    };
  }
}

type DimensionFact = Fact & { dimension: Dimension };

function plain({ text, signals }: Fact): Fact {
  return { text, signals };
}

/** The facts of a box; null if one cannot be said. */
function factsOf(words: WordsOf, box: Box): DimensionFact[] | null {
  const { layout } = words.space;
  const facts = layout.dimensions
    .filter(dimension => !sameAt(box, layout.whole, dimension))
    .map(dimension => {
      const text = stateWords(words, dimension, statesOf(box, dimension));
      return text === null ? null : { text, signals: signalsOf(dimension), dimension };
    });
  return facts.includes(null) ? null : (facts as DimensionFact[]);
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

/**
 * The parts of a pair's region, each without what the declarations and assumptions imply, so that its condition is short; null if there are too many. Parts in which
 * earlier rules always decide are left out.
 */
function partsOf(solver: Solver, { region, excluding, period }: Pair): Box[] | null {
  if (region.length > 4 * maxParts) return null;
  const { problem, prove } = solver;
  const { index, space } = problem;
  const start = index.clauses.length;
  const enter = (box: Box): number => enterClause(index, clauseOf(space.layout, box, { kind: 'found' }));
  try {
    const others = scratch.copied(constraintsOf(problem));
    for (const box of region) include(others, enter(box));
    const isInside = (box: Box): boolean => prove(box, others).kind === 'none';
    const left = scratch.copied(excluding);
    const parts: Box[] = [];
    for (const each of region) {
      if (solver.solve([each], left, period) === null) continue;
      const part = widest(space.layout.dimensions, each, isInside);
      include(left, enter(part));
      parts.push(part);
      if (parts.length > maxParts) return null;
    }
    return parts;
  } finally {
    dropClauses(index, start);
  }
}

/** A box, extended to all states of each dimension in which it stays inside. */
function widest(dimensions: readonly Dimension[], box: Box, isInside: (box: Box) => boolean): Box {
  let widened = box;
  for (const dimension of dimensions) {
    const open = scratch.copied(widened);
    fill(open, dimension);
    if (!sameAt(open, widened, dimension) && isInside(open)) widened = open;
  }
  return widened;
}

/** The signals that an edit of a threshold or a signal is about; null for other edits. */
export type EditedSignals = (edit: Edit) => readonly string[] | null;

/** The signals of the clauses that name an edited threshold, or an edited signal itself. */
export function editedSignals(versions: readonly AnalysisSubject[]): EditedSignals {
  return ({ about, name }) => {
    if (about === 'signal') return [name];
    if (about !== 'threshold') return null;
    const clauses = versions.flatMap(({ rules }) => rules.flatMap(({ condition }) => writtenClausesOf(condition)));
    return clauses.filter(({ thresholds }) => thresholds.includes(name)).flatMap(({ signals }) => signals);
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
function earlierOf({ before, after }: Versions, rules: ReturnType<typeof earlierThatMatter>): EarlierRule[] {
  const found = new Map<string, EarlierRule>();
  for (const { position } of rules) {
    for (const [side, { ranks, written }] of [
      ['before', before],
      ['after', after],
    ] as const) {
      const rank = ranks.get(position);
      const ref = rank === undefined ? undefined : written[rank]?.ref;
      if (ref === undefined) continue;
      const known = found.get(ruleName(ref));
      found.set(ruleName(ref), { ...ref, in: known === undefined || known.in === side ? side : 'both' });
    }
  }
  return [...found.values()];
}
