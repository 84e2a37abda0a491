import type { Clause, Condition, NumberTest, SignalValues, Term } from '../condition/condition.ts';
import { signalType, type ValueType } from '../condition/declarations.ts';
import { apartIfFew, impossibleBuckets } from './buckets.ts';
import { impossibleClocks } from './clocks.ts';
import { impossibleGrants } from './grants.ts';
import { evaluateClause } from '../condition/evaluate.ts';
import type { Derivation, Signal } from '../model/rule-set.ts';
import { noViews, questionsAfter, questionsOf, type Asked, type Questions, type Views } from './asked.ts';
import { layoutOf, type Box, type Dimension, type Layout, type Subject } from './dimension.ts';
import { listAxes, type ListAxes } from './list-axes.ts';
import { numberCells, type CellRange } from './number-cells.ts';
import type { Interval, NumberLine } from './number-line.ts';
import { anyTextAxis, numberRanges, valueAxis, type Axis } from './signal-axes.ts';
import { cellsBox } from './boxes.ts';

/** A box that no input is in, and why. */
export type Constraint =
  /** The declarations exclude it. */
  | { kind: 'signal'; box: Box }
  /** It defines a dimension for a part of a condition. */
  | { kind: 'part'; box: Box };

/**
 * The inputs of a rule set, as far as a set of conditions distinguishes them: a grid of cells over a few dimensions, without the combinations that no
 * input has.
 */
export interface Space {
  layout: Layout;
  /** Boxes that contain no input. */
  constraints: Constraint[];
  signals: ReadonlyMap<string, Axis | ListAxes>;
  /** How those of the signals that are not in the input get their values. */
  derived: ReadonlyMap<string, Derivation>;
  /** CEL types of the signals. */
  types: ReadonlyMap<string, ValueType>;
  /** Axes of terms over several signals, by their key. Which cells go together with those of the signals is left to a theory. */
  terms: ReadonlyMap<string, TermAxis>;
  /** Dimensions of texts that are compared with each other, by `pairKey`. */
  pairs: ReadonlyMap<string, Dimension>;
  opaque: ReadonlyMap<string, Dimension>;
  broken: ReadonlyMap<Condition, Dimension>;
  views: Views;
  /** The questions that the cells answer; null if the space has views or loose signals, so that it cannot be reused. */
  questions: Questions | null;
  /** Adds a dimension that names a part of a condition. */
  addPart(): Dimension;
  /** The state of each dimension for the values of an input; -1 for parts. */
  locate(values: SignalValues): Int32Array;
  /** False if the space may contain inputs that the declarations exclude. */
  exact: boolean;
}

/** A dimension for the value of a term. */
export interface TermAxis {
  term: Term;
  dimension: Dimension;
  where: (test: NumberTest) => CellRange[];
  interval: (cell: number) => Interval;
}

export function isList(axes: Axis | ListAxes): axes is ListAxes {
  return 'members' in axes;
}

/** The dimensions of a signal. If it is missing, all of them are. */
export function dimensionsOf(axes: Axis | ListAxes): Dimension[] {
  if (!isList(axes)) return [axes.dimension];
  return [...axes.members.values(), ...(axes.others ? [axes.others] : []), ...(axes.size ? [axes.size.dimension] : [])];
}

/** The dimensions of what is asked of several signals together, if they read a signal. */
export function jointDimensions({ terms, pairs, opaque }: Space, signal: string): Dimension[] {
  const all = [...opaque.values(), ...[...terms.values()].map(({ dimension }) => dimension), ...pairs.values()];
  return all.filter(dimension => jointSignals(dimension).includes(signal));
}

/** The signals that a dimension is about if they are several. */
export function jointSignals({ subject }: Dimension): readonly string[] {
  if (subject.kind === 'pair') return subject.names;
  return subject.kind === 'opaque' || subject.kind === 'term' ? subject.signals : [];
}

/** The space of nearly the same conditions, to be reused, and the signals whose questions may differ. */
export interface Predecessor {
  space: Space;
  changed: ReadonlySet<string>;
}

/**
 * The space in which all of the conditions are unions of boxes. It has no dimensions for signals that none of them reads.
 * @param predecessor a space from which unchanged axes are reused; only if neither space has conditions with errors
 */
export function createSpace(
  signals: ReadonlyMap<string, Signal>,
  conditions: readonly Condition[],
  { views = noViews, predecessor }: { views?: Views | undefined; predecessor?: Predecessor | undefined } = {},
): Space {
  const kept = predecessor?.space.questions ?? null;
  let questions =
    predecessor === undefined || kept === null
      ? questionsOf(conditions, new Set(), views)
      : questionsAfter(kept, conditions, predecessor.changed);
  let axes = axesOfAll(signals, questions, predecessor?.space);
  const loose = [...axes].filter(([, made]) => made === null).map(([name]) => name);
  if (loose.length > 0) {
    questions = questionsOf(conditions, new Set(loose), views);
    axes = axesOfAll(signals, questions);
  }
  const dimensions: Dimension[] = [];
  const add = (dimension: Dimension): Dimension => {
    dimension.index = dimensions.length;
    dimensions.push(dimension);
    return dimension;
  };
  const bySignal = new Map<string, Axis | ListAxes>();
  for (const [name, known] of axes) {
    const made = known ?? anyTextAxis(name, signals.get(name) as Signal);
    for (const dimension of dimensionsOf(made)) add(dimension);
    bySignal.set(name, made);
  }
  const areRequired = (names: readonly string[]): boolean =>
    names.every(name => bySignal.get(name) !== undefined && !dimensionsOf(bySignal.get(name) as Axis)[0]?.missing);
  const terms = new Map<string, TermAxis>();
  for (const [key, asked] of questions.terms) {
    const made = termAxis(asked, areRequired([...asked.term.factors.keys()]));
    add(made.dimension);
    terms.set(key, made);
  }
  const pairs = new Map<string, Dimension>();
  for (const [key, names] of questions.pairs) pairs.set(key, add(pairDimension(names, areRequired(names))));
  const opaque = new Map<string, Dimension>();
  for (const [text, clause] of questions.opaque) opaque.set(text, add(truthDimension(clause)));
  const broken = new Map(
    questions.broken.map(condition => [condition, add(anythingDimension({ kind: 'broken', text: condition.text }))]),
  );

  let layout = layoutOf(dimensions);
  const constraints: Constraint[] = [];
  let exact = true;
  for (const made of bySignal.values()) {
    if (!isList(made)) continue;
    exact &&= made.exact;
    for (const states of made.impossible) constraints.push({ kind: 'signal', box: cellsBox(layout, states) });
  }
  const derived = new Map(
    [...bySignal.keys()].flatMap(name => {
      const how = signals.get(name)?.derived;
      return how === undefined ? [] : [[name, how] as const];
    }),
  );
  const impossible = [
    ...impossibleClocks(layout, bySignal, derived),
    ...impossibleBuckets(layout, bySignal, { signals, derived }),
  ];
  for (const box of impossible) constraints.push({ kind: 'signal', box });
  const exclude = (dimension: Dimension, needs: readonly string[], canFail: boolean): void => {
    for (const box of presenceConstraints(layout, dimension, { needs, canFail }, bySignal))
      constraints.push({ kind: 'signal', box });
  };
  for (const box of impossibleGrants(layout, bySignal, derived)) constraints.push({ kind: 'signal', box });
  for (const { dimension, term } of terms.values()) exclude(dimension, [...term.factors.keys()], false);
  for (const [key, names] of questions.pairs) exclude(pairs.get(key) as Dimension, names, false);
  for (const [text, { needs, test }] of questions.opaque)
    exclude(opaque.get(text) as Dimension, needs, test.kind === 'opaque' && test.canFail);

  return {
    get layout() {
      return layout;
    },
    constraints,
    signals: bySignal,
    derived,
    types: new Map([...signals].map(([name, signal]) => [name, signalType(signal)])),
    terms,
    pairs,
    opaque,
    broken,
    views,
    questions: loose.length > 0 || views.size > 0 ? null : questions,
    exact,
    addPart() {
      const part = add({ ...anythingDimension({ kind: 'part' }), missing: false, cellOf: () => -1 });
      layout = layoutOf(dimensions);
      return part;
    },
    locate(values) {
      return Int32Array.from(dimensions, dimension => dimension.cellOf(values));
    },
  };
}

function axesOfAll(
  signals: ReadonlyMap<string, Signal>,
  questions: Questions,
  before?: Space,
): Map<string, Axis | ListAxes | null> {
  const made = new Map<string, Axis | ListAxes | null>();
  const dividing = new Set(
    [...signals.values()].flatMap(({ derived }) => (derived?.kind === 'bucket' ? derived.by : [])),
  );
  for (const [name, signal] of signals) {
    const asked = questions.signals.get(name);
    if (asked === undefined) continue;
    const known = before?.questions?.signals.get(name) === asked ? before.signals.get(name) : undefined;
    const all = dividing.has(name) ? apartIfFew(signal, asked) : asked;
    made.set(name, known === undefined || isList(known) ? axesOf(name, signal, all) : copyOf(known));
  }
  return made;
}

/** A copy for another space, in which its dimension has another index and offset. */
function copyOf(axis: Axis): Axis {
  return { ...axis, dimension: { ...axis.dimension } };
}

function axesOf(name: string, signal: Signal, asked: Asked): Axis | ListAxes | null {
  return signalType(signal).startsWith('list') ? listAxes(name, signal, asked) : valueAxis(name, signal, asked);
}

function anythingDimension(subject: Subject): Dimension {
  return { index: -1, subject, kind: 'finite', cells: 2, missing: true, offset: 0, width: 0, cellOf: () => 2 };
}

/** The values of a term: all numbers, since its range follows from its signals. */
export function lineOfTerm(term: Term | undefined): NumberLine {
  return {
    step: term?.type === 'int' ? 1 : null,
    range: { low: -Number.MAX_VALUE, high: Number.MAX_VALUE, lowOpen: false, highOpen: false },
    listed: null,
    multipleOf: null,
  };
}

function termAxis({ term, numbers }: { term: Term; numbers: Set<number> }, isRequired: boolean): TermAxis {
  const names = [...term.factors.keys()];
  const cells = numberCells(lineOfTerm(term), numbers);
  return {
    term,
    dimension: {
      index: -1,
      subject: { kind: 'term', key: term.key, signals: names },
      kind: 'ordered',
      cells: cells.count,
      missing: !isRequired,
      offset: 0,
      width: 0,
      cellOf: values => (names.every(name => values.has(name)) ? cells.cellOf(term.valueOf(values)) : cells.count),
    },
    where: test => numberRanges(test, cells.where, cells.count),
    interval: cell => cells.interval(cell),
  };
}

function pairDimension(names: readonly [string, string], isRequired: boolean): Dimension {
  return {
    ...anythingDimension({ kind: 'pair', names }),
    missing: !isRequired,
    cellOf: values => {
      const [a, b] = names.map(name => values.get(name));
      return a === undefined || b === undefined ? 2 : a === b ? 1 : 0;
    },
  };
}

/** The dimension of an opaque clause: a free truth value, unknown if a signal that it needs is missing or its evaluation fails. */
function truthDimension(clause: Clause): Dimension {
  const { standardForm, text, signals, thresholds, needs, test } = clause;
  const canFail = test.kind === 'opaque' && test.canFail;
  return {
    ...anythingDimension({ kind: 'opaque', text: standardForm, written: text, signals, thresholds, needs, canFail }),
    cellOf: values => truths.indexOf(evaluateClause(clause, values).value),
  };
}

/** The states of the dimension of an opaque clause. */
const truths = ['false', 'true', 'unknown'];

/** The value of something about several signals is missing if one of these is, or, if it can fail, also otherwise. */
function presenceConstraints(
  layout: Layout,
  whole: Dimension,
  { needs, canFail }: { needs: readonly string[]; canFail: boolean },
  axes: ReadonlyMap<string, Axis | ListAxes>,
): Box[] {
  const first = (name: string): Dimension[] => {
    const made = axes.get(name);
    return made === undefined ? [] : dimensionsOf(made).slice(0, 1);
  };
  const present = (dimension: Dimension) => ({
    dimension,
    cells: Array.from({ length: dimension.cells }, (_, cell) => cell),
  });
  const needed = needs.flatMap(first);
  const constraints = needed
    .filter(({ missing }) => missing)
    .map(dimension => cellsBox(layout, [present(whole), { dimension, cells: [dimension.cells] }]));
  if (!canFail && whole.missing) {
    const all = needed.filter(({ missing }) => missing).map(present);
    constraints.push(cellsBox(layout, [{ dimension: whole, cells: [whole.cells] }, ...all]));
  }
  return constraints;
}
