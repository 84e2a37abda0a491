import type { Clause, Condition, SignalValues } from '../condition/condition.ts';
import { signalType, type ValueType } from '../condition/declarations.ts';
import { evaluateClause } from '../condition/evaluate.ts';
import type { Signal } from '../model/rule-set.ts';
import { noViews, questionsAfter, questionsOf, type Asked, type Questions, type Views } from './asked.ts';
import { layoutOf, type Box, type Dimension, type Layout, type Subject } from './dimension.ts';
import { listAxes, type ListAxes } from './list-axes.ts';
import { anyTextAxis, valueAxis, type Axis } from './signal-axes.ts';
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
  /** CEL types of the signals. */
  types: ReadonlyMap<string, ValueType>;
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

export function isList(axes: Axis | ListAxes): axes is ListAxes {
  return 'members' in axes;
}

/** The dimensions of a signal. If it is missing, all of them are. */
export function dimensionsOf(axes: Axis | ListAxes): Dimension[] {
  if (!isList(axes)) return [axes.dimension];
  return [...axes.members.values(), ...(axes.others ? [axes.others] : []), ...(axes.size ? [axes.size.dimension] : [])];
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
  for (const [text, clause] of questions.opaque) {
    for (const box of truthConstraints(layout, opaque.get(text) as Dimension, clause, bySignal))
      constraints.push({ kind: 'signal', box });
  }

  return {
    get layout() {
      return layout;
    },
    constraints,
    signals: bySignal,
    types: new Map([...signals].map(([name, signal]) => [name, signalType(signal)])),
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
  for (const [name, signal] of signals) {
    const asked = questions.signals.get(name);
    if (asked === undefined) continue;
    const known = before?.questions?.signals.get(name) === asked ? before.signals.get(name) : undefined;
    made.set(name, known === undefined || isList(known) ? axesOf(name, signal, asked) : copyOf(known));
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

function truthConstraints(
  layout: Layout,
  truth: Dimension,
  clause: Clause,
  axes: ReadonlyMap<string, Axis | ListAxes>,
): Box[] {
  const first = (name: string): Dimension[] => {
    const made = axes.get(name);
    return made === undefined ? [] : dimensionsOf(made).slice(0, 1);
  };
  const needed = clause.needs.flatMap(first);
  const constraints = needed
    .filter(({ missing }) => missing)
    .map(dimension =>
      cellsBox(layout, [
        { dimension: truth, cells: [0, 1] },
        { dimension, cells: [dimension.cells] },
      ]),
    );
  if (clause.test.kind !== 'opaque' || !clause.test.canFail) {
    const present = needed
      .filter(({ missing }) => missing)
      .map(dimension => ({ dimension, cells: Array.from({ length: dimension.cells }, (_, cell) => cell) }));
    constraints.push(cellsBox(layout, [{ dimension: truth, cells: [2] }, ...present]));
  }
  return constraints;
}
