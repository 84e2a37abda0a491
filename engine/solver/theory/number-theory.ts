import type { SignalValues } from '../../condition/condition.ts';
import { signalType } from '../../condition/declarations.ts';
import type { Signal } from '../../model/rule-set.ts';
import type { Box, Dimension } from '../../space/dimension.ts';
import { isOn, numberLineOf, type Interval, type NumberLine } from '../../space/number-line.ts';
import type { Axis } from '../../space/signal-axes.ts';
import { isList, type Space } from '../../space/space.ts';
import type { Budget } from '../search/budget.ts';
import { roundValue } from '../witness/round-value.ts';
import { ordinaryValue } from '../witness/ordinary-value.ts';
import { eachAssignment } from './assignments.ts';
import { solveBounds } from './bounds.ts';
import { beyondCorner } from './corner.ts';
import { beyondOther } from './dominance.ts';
import { satisfies, type CellsOf, type NumberQuestion, type NumberVariable, type TermRow } from './number-question.ts';
import { repaired } from './repair.ts';
import { roundEach } from './round.ts';
import { factorOf, neverRounds, unitOf } from './term-rows.ts';
import type { Solved } from './solved.ts';

/** The work of a question for each of its terms and signals, in words of clauses examined. */
const workPerRow = 40;

/** Maximum number of questions whose answers are kept: searches ask about the same cells again and again. */
const maxKnown = 4096;

/** Which cells of terms go together with which cells of their signals. */
export function numberTheory(space: Space, signals: ReadonlyMap<string, Signal>, now: number) {
  const variables = new Map<string, number>();
  const all: NumberVariable[] = [];
  const rows = [...space.terms.values()].map((axis): TermRow => {
    const lines = new Map<string, NumberLine>();
    const parts = [...axis.term.factors].flatMap(([name, { times, over }]) => {
      const variable = variableOf(name);
      if (variable === -1) return [];
      lines.set(name, (all[variable] as NumberVariable).line);
      return [{ variable, rises: times > 0, factor: factorOf(axis.term, name), slope: times / over }];
    });
    return { axis, parts, isExact: neverRounds(axis.term, lines) };
  });
  const known = new Map<string, Extract<Solved, { kind: 'impossible' }> | ReadonlyMap<string, number>>();
  return { names: [...variables.keys()], dimensions: all.map(({ dimension }) => dimension), solve, rounded, nearIn };

  function variableOf(name: string): number {
    const known = variables.get(name);
    if (known !== undefined) return known;
    const axes = space.signals.get(name);
    const signal = signals.get(name);
    const line = signal && numberLineOf(signal);
    if (signal === undefined || line === undefined || axes === undefined || isList(axes)) return -1;
    variables.set(name, all.length);
    all.push(numberVariable(name, signal, line, axes, now));
    return all.length - 1;
  }

  function solve(box: Box, budget: Budget, prefer: SignalValues): Solved {
    const question = questionIn(box);
    const values = usualIn(box);
    for (const { name, dimension, line } of prefer.size === 0 ? [] : all) {
      const wanted = prefer.get(name);
      const [first, last] = cellsIn(box, dimension);
      if (typeof wanted === 'number' && isOn(line, wanted) && holds(dimension, name, wanted, first, last))
        values.set(name, wanted);
    }
    if (question.rows.length === 0) return { kind: 'possible', values };
    budget.left -= workPerRow * question.rows.length;
    let doubt: Solved | null = null;
    for (const part of componentsOf(question)) {
      const solved = solvePart(part, values, budget);
      if (solved.kind === 'impossible') return solved;
      if (solved.kind === 'unknown') doubt = solved;
    }
    return doubt ?? { kind: 'possible', values };
  }

  /** Moves the values, in place, into the cells of a question. */
  function solvePart(question: NumberQuestion, values: Map<string, number>, budget: Budget): Solved {
    if (satisfies(question, values)) return { kind: 'possible', values };
    const key = keyOf(question);
    const cached = known.get(key);
    if (cached !== undefined && 'kind' in cached) return cached;
    if (cached !== undefined) {
      for (const [name, value] of cached) values.set(name, value);
      return { kind: 'possible', values };
    }
    const solved = decide(question, values, budget);
    if (solved.kind === 'unknown') return solved;
    if (known.size === maxKnown) known.clear();
    known.set(key, solved.kind === 'impossible' ? solved : valuesOf(question, values));
    return solved;
  }

  /** A usual value of each signal in a box. */
  function usualIn(box: Box): Map<string, number> {
    const values = new Map<string, number>();
    for (const { name, dimension, usual } of all) {
      const [first, last] = cellsIn(box, dimension);
      if (first <= last) values.set(name, usual(first, last));
    }
    return values;
  }

  /** Values of a box that are not far from a point of it, if a few moves find some; otherwise others. */
  function nearIn(point: Box, box: Box): Map<string, number> {
    const values = usualIn(point);
    const { rows, ranges } = questionIn(box);
    const isPresent = ({ of }: CellsOf<TermRow>): boolean =>
      of.parts.every(({ variable }) => values.has((all[variable] as NumberVariable).name));
    if (rows.length > 0) repaired({ rows: rows.filter(isPresent), ranges }, values);
    return values;
  }

  function decide(question: NumberQuestion, values: Map<string, number>, budget: Budget): Solved {
    const states = beyondCorner(question) ?? beyondOther(question);
    if (states !== null) return { kind: 'impossible', states };
    if (repaired(question, values)) return { kind: 'possible', values };
    const bounded = solveBounds(question, values, budget);
    if (bounded.kind !== 'unknown') return bounded;
    return eachAssignment(question, values, budget);
  }

  /** The values of the numbers with as few digits as their cells, and those of the terms, allow. */
  function rounded(box: Box, values: SignalValues): Map<string, number> {
    const question = questionIn(box);
    const round = new Map<string, number>();
    for (const { name } of all) {
      const value = values.get(name);
      if (typeof value === 'number') round.set(name, value);
    }
    roundEach(question, round);
    return round;
  }

  function questionIn(box: Box): NumberQuestion {
    const ranges: (CellsOf<NumberVariable> | undefined)[] = [];
    const restricted: CellsOf<TermRow>[] = [];
    for (const row of rows) {
      const { offset, cells } = row.axis.dimension;
      const first = box[offset] as number;
      const last = box[offset + 1] as number;
      if (first > last || (first === 0 && last === cells - 1)) continue;
      for (const { variable } of row.parts) {
        const of = all[variable] as NumberVariable;
        const [low, high] = cellsIn(box, of.dimension);
        ranges[variable] = { of, first: low, last: high };
      }
      restricted.push({ of: row, first, last });
    }
    return { rows: restricted, ranges };
  }
}

/** The parts of a question that have no signal in common, each of which can be decided by itself. */
function componentsOf(question: NumberQuestion): NumberQuestion[] {
  let parts: { rows: CellsOf<TermRow>[]; variables: Set<number> }[] = [];
  for (const row of question.rows) {
    const own = row.of.parts.map(({ variable }) => variable);
    const joined = parts.filter(({ variables }) => own.some(variable => variables.has(variable)));
    parts = parts.filter(part => !joined.includes(part));
    parts.push({
      rows: [...joined.flatMap(part => part.rows), row],
      variables: new Set([...joined.flatMap(part => [...part.variables]), ...own]),
    });
  }
  if (parts.length < 2) return [question];
  return parts.map(({ rows, variables }) => ({
    rows,
    ranges: question.ranges.map((range, variable) => (variables.has(variable) ? range : undefined)),
  }));
}

function keyOf({ rows, ranges }: NumberQuestion): string {
  const parts: (number | string)[] = [];
  for (const { of, first, last } of rows) parts.push(of.axis.dimension.index, first, last);
  ranges.forEach((range, variable) => range && parts.push(variable, range.first, range.last));
  return parts.join();
}

function valuesOf({ ranges }: NumberQuestion, values: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(ranges.flatMap(range => (range ? [[range.of.name, values.get(range.of.name) as number]] : [])));
}

function cellsIn(box: Box, { offset }: Dimension): readonly [first: number, last: number] {
  return [box[offset] as number, box[offset + 1] as number];
}

function holds(dimension: Dimension, name: string, value: number, first: number, last: number): boolean {
  const cell = dimension.cellOf(new Map([[name, value]]));
  return cell >= first && cell <= last;
}

const day = 86_400_000;

function windowOf({ range, listed }: NumberLine, type: string, now: number): NumberVariable['window'] {
  if (listed !== null) return null;
  if (type === 'timestamp') return [now - 365 * day, now + 365 * day];
  if (type === 'duration') return [0, 30 * day];
  return range.high - range.low > 1e12 ? [-1e6, 1e6] : null;
}

function numberVariable(name: string, signal: Signal, line: NumberLine, axis: Axis, now: number): NumberVariable {
  const { dimension } = axis;
  const type = signalType(signal);
  const interval = (cell: number): Interval => {
    const meaning = axis.meaning(cell);
    if (meaning.kind !== 'interval') throw new Error('Numbers have cells that are intervals.');
    return meaning.interval;
  };
  const typical = ordinaryValue(signal, now);
  const typicalCell = typeof typical === 'number' ? dimension.cellOf(new Map([[name, typical]])) : -1;
  const rounded: (number | undefined)[] = [];
  return {
    name,
    dimension,
    line,
    interval,
    ...unitOf(line),
    window: windowOf(line, type, now),
    lowest: new Float64Array(dimension.cells).fill(NaN),
    highest: new Float64Array(dimension.cells).fill(NaN),
    round: inside => roundValue(line, inside, type, now),
    usual(first, last) {
      if (typicalCell >= first && typicalCell <= last) return typical as number;
      const cell = typicalCell < first ? first : last;
      return (rounded[cell] ??= roundValue(line, interval(cell), type, now));
    },
  };
}
