import type { SignalValue, SignalValues } from '../../condition/condition.ts';
import type { Signal } from '../../model/rule-set.ts';
import { cellsBox } from '../../space/boxes.ts';
import { setState, firstState, holdsCell, type Box, type Dimension } from '../../space/dimension.ts';
import { isList, type Space } from '../../space/space.ts';
import { scratch } from '../../space/small-arrays.ts';
import type { Budget } from '../search/budget.ts';

import { numberTheory } from './number-theory.ts';
import type { Solved } from './solved.ts';
import { textTheory } from './text-theory.ts';

/**
 * What a space does not know of its own: which cells of terms, and of texts that are compared, go together with which cells of their signals. It is asked for
 * the boxes that a search finds, as in DPLL(T) (Nieuwenhuis, Oliveras and Tinelli, Solving SAT and SAT Modulo Theories, J. ACM 53, 2006).
 */
export interface Theory {
  /** The dimensions of terms and pairs, and of their signals. */
  dimensions: ReadonlySet<Dimension>;
  /** The signals of terms and pairs. */
  signals: ReadonlySet<string>;
  /**
   * Values inside a box, which must satisfy the constraints of the space; or a box around it that holds no input.
   * @param prefer values to start from
   */
  solve: (box: Box, budget: Budget, prefer?: SignalValues) => Solved<{ lemma: Box }>;
  /** Values in the states of a point that a person would choose. */
  roundIn: (point: Box) => ReadonlyMap<string, SignalValue>;
  /**
   * Moves a point of a box, in place, to states that usual values of its signals have in the dimensions of terms and pairs. If the box does not hold these,
   * signals are moved, too. A point for which that does not succeed may hold no input.
   */
  settle: (point: Box, box: Box) => void;
  /** The part of a box with the cells of the values in all dimensions of the theory. */
  at: (box: Box, values: SignalValues) => Box;
}

/** Maximum work of finding values to be rounded, in words of clauses examined. */
const workOfRounding = 50_000;

/** Null if no condition has terms or compares texts. */
export function createTheory(space: Space, signals: ReadonlyMap<string, Signal>, now: number): Theory | null {
  if (space.terms.size === 0 && space.pairs.size === 0) return null;
  const numbers = numberTheory(space, signals, now);
  const texts = textTheory(space, signals, now);
  const names = new Set([...numbers.names, ...texts.names]);
  const own = [...names].flatMap(name => {
    const axes = space.signals.get(name);
    return axes === undefined || isList(axes) ? [] : [axes.dimension];
  });
  const joint = [...[...space.terms.values()].map(({ dimension }) => dimension), ...space.pairs.values()];
  const dimensions = [...own, ...joint];
  const settled = [...numbers.dimensions, ...joint];
  const theory: Theory = {
    dimensions: new Set(dimensions),
    signals: names,
    solve(box, budget, prefer = new Map()) {
      const values = new Map<string, SignalValue>();
      let isKnown = true;
      for (const theory of [numbers, texts]) {
        const solved = theory.solve(box, budget, prefer);
        if (solved.kind === 'impossible') return { kind: 'impossible', lemma: cellsBox(space.layout, solved.states) };
        if (solved.kind === 'unknown') isKnown = false;
        else for (const [name, value] of solved.values) values.set(name, value);
      }
      return isKnown ? { kind: 'possible', values } : { kind: 'unknown' };
    },
    roundIn(point) {
      const solved = theory.solve(point, { left: workOfRounding });
      return solved.kind === 'possible'
        ? new Map([...solved.values, ...numbers.rounded(point, solved.values)])
        : new Map();
    },
    settle(point, box) {
      const values = new Map<string, SignalValue>([...numbers.nearIn(point, box), ...texts.usualIn(point)]);
      for (const dimension of settled) {
        const state = dimension.cellOf(values);
        if (state >= 0 && holdsCell(box, dimension, state)) setState(point, dimension, state);
      }
    },
    at(box, values) {
      const point = scratch.copied(box);
      for (const dimension of dimensions) {
        const state = dimension.cellOf(values);
        setState(point, dimension, state >= 0 && holdsCell(box, dimension, state) ? state : firstState(box, dimension));
      }
      return point;
    },
  };
  return theory;
}
