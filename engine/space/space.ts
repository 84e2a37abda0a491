import type { Clause, Condition, SignalValues } from '../condition/condition.ts';
import { signalType, type ValueType } from '../condition/declarations.ts';
import { evaluateClause } from '../condition/evaluate.ts';
import type { Signal } from '../model/rule-set.ts';
import { noViews, questionsAfter, questionsOf, type Asked, type Questions, type Views } from './asked.ts';
import { layoutOf, type Box, type Dimension, type Layout, type Subject } from './dimension.ts';
import { listAxes, type ListAxes } from './list-axes.ts';
import { anyTextAxis, valueAxis, type Axis } from './signal-axes.ts';
import { cellsBox } from './boxes.ts';

/** Why no input is in a box. */
export type Constraint =
  /** The declaration of a signal rules it out. */
  | { kind: 'signal'; box: Box }
  /** It defines a dimension that names a part of a condition. */
  | { kind: 'part'; box: Box };

/**
 * The inputs of a rule set, as far as a set of conditions can tell them apart: a grid of cells over a few dimensions, less the
 * combinations that no input has.
 */
export interface Space {
  layout: Layout;
  /** Boxes that no input is in. */
  constraints: Constraint[];
  signals: ReadonlyMap<string, Axis | ListAxes>;
  /** CEL types of the signals. */
  types: ReadonlyMap<string, ValueType>;
  opaque: ReadonlyMap<string, Dimension>;
  broken: ReadonlyMap<Condition, Dimension>;
  views: Views;
  /** Null where it was not all answered as it was asked. */
  questions: Questions | null;
  /** Dimensions that name parts of conditions; made as conditions need them. */
  addPart(): Dimension;
  /** The state of each dimension for the values of an input. Parts are left at -1. */
  locate(values: SignalValues): Int32Array;
  /** False where the constraints leave more room than the declarations do. */
  exact: boolean;
}

export function isList(axes: Axis | ListAxes): axes is ListAxes {
  return 'members' in axes;
}

/** The dimensions of a signal; the first tells whether it is missing. */
export function dimensionsOf(axes: Axis | ListAxes): Dimension[] {
  if (!isList(axes)) return [axes.dimension];
  return [...axes.members.values(), ...(axes.others ? [axes.others] : []), ...(axes.size ? [axes.size.dimension] : [])];
}

/** The space of nearly the same conditions, of which other questions are asked about some signals alone. */
export interface Predecessor {
  space: Space;
  changed: ReadonlySet<string>;
}

/**
 * The space in which all of the conditions are unions of boxes. Signals that none of them names have no part in it.
 * @param predecessor where one is at hand, and nothing stands in either space that cannot be read: what did not change is taken over
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
    for (const box of truthLaws(layout, opaque.get(text) as Dimension, clause, bySignal))
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
  earlier?: Space,
): Map<string, Axis | ListAxes | null> {
  const made = new Map<string, Axis | ListAxes | null>();
  for (const [name, signal] of signals) {
    const asked = questions.signals.get(name);
    if (asked === undefined) continue;
    const known = earlier?.questions?.signals.get(name) === asked ? earlier.signals.get(name) : undefined;
    made.set(name, known === undefined || isList(known) ? axesOf(name, signal, asked) : copyOf(known));
  }
  return made;
}

/** For another space, where the dimension has another place. */
function copyOf(axis: Axis): Axis {
  return { ...axis, dimension: { ...axis.dimension } };
}

function axesOf(name: string, signal: Signal, asked: Asked): Axis | ListAxes | null {
  return signalType(signal).startsWith('list') ? listAxes(name, signal, asked) : valueAxis(name, signal, asked);
}

function anythingDimension(subject: Subject): Dimension {
  return { index: -1, subject, kind: 'finite', cells: 2, missing: true, offset: 0, width: 0, cellOf: () => 2 };
}

/** A clause that CEL decides: a free truth value, unknown where a signal that it needs is missing, or where it can fail. */
function truthDimension(clause: Clause): Dimension {
  const { standardForm, text, signals, thresholds, needs, test } = clause;
  const canFail = test.kind === 'opaque' && test.canFail;
  return {
    ...anythingDimension({ kind: 'opaque', text: standardForm, written: text, signals, thresholds, needs, canFail }),
    cellOf: values => truths.indexOf(evaluateClause(clause, values).value),
  };
}

/** The states of such a dimension. */
const truths = ['false', 'true', 'unknown'];

function truthLaws(
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
