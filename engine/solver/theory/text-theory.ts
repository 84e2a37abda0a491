import type { SignalValue, SignalValues } from '../../condition/condition.ts';
import { signalReader } from '../../decide/signal-reader.ts';
import type { Json } from '../../model/json.ts';
import type { Signal } from '../../model/rule-set.ts';
import { holdsCell, statesOf, type Box, type Dimension } from '../../space/dimension.ts';
import type { Axis } from '../../space/signal-axes.ts';
import { isList, type Space } from '../../space/space.ts';
import type { Budget } from '../search/budget.ts';
import { withSignal } from '../input.ts';
import { ordinaryValue } from '../witness/ordinary-value.ts';
import type { DimensionStates, Solved } from './solved.ts';

interface TextVariable {
  name: string;
  axis: Axis;
  /** True if all cells hold a single text each, so that `candidates` are all its values. */
  isListed: boolean;
  usual: SignalValue | undefined;
  /** True if the declaration allows a text. */
  allows: (text: SignalValue) => boolean;
}

interface Pair {
  dimension: Dimension;
  names: readonly [string, string];
}

/** The work of trying one text, in words of clauses examined, and the maximum number of texts tried. */
const workPerText = 8;
const maxTried = 5_000;

/** Which texts are equal: two that are lie in cells with a text in common, and two that are not do not lie in one cell of a single text. */
export function textTheory(space: Space, signals: ReadonlyMap<string, Signal>, now: number) {
  const variables = new Map<string, TextVariable>();
  const pairs = [...space.pairs.values()].flatMap((dimension): Pair[] =>
    dimension.subject.kind === 'pair' ? [{ dimension, names: dimension.subject.names }] : [],
  );
  for (const { names } of pairs) {
    for (const name of names) {
      const axis = space.signals.get(name);
      const signal = signals.get(name);
      if (variables.has(name) || axis === undefined || isList(axis) || signal === undefined) continue;
      const isListed = Array.from({ length: axis.dimension.cells }, (_, cell) => axis.meaning(cell)).every(
        meaning => meaning.kind === 'value' || (meaning.kind === 'text' && meaning.named),
      );
      const declared = { ...signal };
      delete declared.maxAge;
      const read = signalReader(name, declared);
      const allows = (value: SignalValue): boolean => 'value' in read(withSignal({}, name, value as Json), now);
      variables.set(name, { name, axis, isListed, usual: ordinaryValue(signal, now), allows });
    }
  }
  return { names: [...variables.keys()], solve, usualIn };

  /** A text of each signal in a box. */
  function usualIn(box: Box): Map<string, SignalValue> {
    const values = new Map<string, SignalValue>();
    for (const variable of variables.values()) {
      const [text] = candidates(box, variable, [variable], new Map());
      if (text !== undefined) values.set(variable.name, text);
    }
    return values;
  }

  function solve(box: Box, budget: Budget, prefer: SignalValues): Solved {
    const present = [...variables.values()].filter(({ axis: { dimension } }) =>
      statesOf(box, dimension).some(state => state < dimension.cells),
    );
    const wanted = pairs.flatMap(({ dimension, names }) => {
      const [isEqual, isDifferent] = [holdsCell(box, dimension, 1), holdsCell(box, dimension, 0)];
      return isEqual === isDifferent ? [] : [{ dimension, names, isEqual }];
    });
    const values = new Map<string, SignalValue>();
    const found = search(box, present, wanted, values, prefer, budget);
    if (found === 'found') return { kind: 'possible', values };
    if (found === 'spent') return { kind: 'unknown' };
    const circle = circleIn(wanted);
    if (circle !== null) return { kind: 'impossible', states: circle };
    // Texts that no condition names may be equal or different in ways that the candidates do not show.
    const certain = determined(box, wanted);
    if (certain.length < wanted.length && !isImpossible(box, certain)) return { kind: 'unknown' };
    return { kind: 'impossible', states: smallest(box, certain) };
  }

  /** The wanted pairs of texts that must each equal one of a few. */
  function determined(box: Box, wanted: readonly Wanted[]): Wanted[] {
    const known = new Set(
      [...variables.values()]
        .filter(variable => variable.isListed || cellsIn(box, variable).every(cell => isSingle(variable, cell)))
        .map(({ name }) => name),
    );
    for (let size = -1; size < known.size;) {
      size = known.size;
      for (const { names, isEqual } of wanted)
        if (isEqual && names.some(name => known.has(name))) for (const name of names) known.add(name);
    }
    return wanted.filter(({ names }) => names.every(name => known.has(name)));
  }

  function isImpossible(box: Box, wanted: readonly Wanted[]): boolean {
    return search(box, involvedIn(wanted), wanted, new Map(), new Map(), { left: Infinity }) === 'none';
  }

  function involvedIn(wanted: readonly Wanted[]): TextVariable[] {
    const names = new Set(wanted.flatMap(each => each.names));
    return [...names].flatMap(name => variables.get(name) ?? []);
  }

  /** The states of a contradiction, without pairs and signals that are not needed. */
  function smallest(box: Box, wanted: readonly Wanted[]): DimensionStates[] {
    let left = wanted;
    for (const each of wanted) {
      const fewer = determined(
        box,
        left.filter(other => other !== each),
      );
      if (isImpossible(box, fewer)) left = fewer;
    }
    return [
      ...left.map(({ dimension, isEqual }) => ({ dimension, cells: [isEqual ? 1 : 0] })),
      ...involvedIn(left).map(variable => ({ dimension: variable.axis.dimension, cells: cellsIn(box, variable) })),
    ];
  }

  function search(
    box: Box,
    present: readonly TextVariable[],
    wanted: readonly Wanted[],
    values: Map<string, SignalValue>,
    prefer: SignalValues,
    budget: Budget,
  ): 'found' | 'none' | 'spent' {
    const ordered = [...present].sort((a, b) => cellsIn(box, a).length - cellsIn(box, b).length);
    let left = maxTried;
    const assign = (at: number): 'found' | 'none' | 'spent' => {
      const variable = ordered[at];
      if (variable === undefined) return 'found';
      for (const text of candidates(box, variable, ordered, prefer)) {
        budget.left -= workPerText;
        if (left-- === 0 || budget.left < 0) return 'spent';
        values.set(variable.name, text);
        const fits = wanted.every(({ names: [a, b], isEqual }) => {
          const [x, y] = [values.get(a), values.get(b)];
          return x === undefined || y === undefined || (x === y) === isEqual;
        });
        const end = fits ? assign(at + 1) : 'none';
        if (end !== 'none') return end;
        values.delete(variable.name);
      }
      return 'none';
    };
    return assign(0);
  }
}

interface Wanted extends Pair {
  isEqual: boolean;
}

/** The pairs of a chain of equal texts whose ends are different; null if there is none. */
function circleIn(wanted: readonly Wanted[]): DimensionStates[] | null {
  for (const different of wanted) {
    if (different.isEqual) continue;
    const [start, end] = different.names;
    // For each text reached, the pair through which it was.
    const through = new Map<string, { from: string; pair: Wanted } | null>([[start, null]]);
    for (const name of through.keys()) {
      for (const pair of wanted) {
        const [a, b] = pair.names;
        const next = a === name ? b : b === name ? a : undefined;
        if (pair.isEqual && next !== undefined && !through.has(next)) through.set(next, { from: name, pair });
      }
    }
    if (!through.has(end)) continue;
    const states: DimensionStates[] = [{ dimension: different.dimension, cells: [0] }];
    for (let step = through.get(end); step; step = through.get(step.from))
      states.push({ dimension: step.pair.dimension, cells: [1] });
    return states;
  }
  return null;
}

function cellsIn(box: Box, { axis: { dimension } }: TextVariable): number[] {
  return statesOf(box, dimension).filter(state => state < dimension.cells);
}

function isSingle({ axis }: TextVariable, cell: number): boolean {
  const meaning = axis.meaning(cell);
  return meaning.kind === 'value' || (meaning.kind === 'text' && meaning.named);
}

function textIn({ axis }: TextVariable, cell: number): SignalValue | null {
  const meaning = axis.meaning(cell);
  return meaning.kind === 'value' ? meaning.value : meaning.kind === 'text' ? meaning.example : null;
}

/** Texts of a signal in a box: the preferred and the usual one, one of each cell, those of the other signals, and variants of these. */
function* candidates(
  box: Box,
  variable: TextVariable,
  all: readonly TextVariable[],
  prefer: SignalValues,
): Generator<SignalValue> {
  const { name, axis, usual, isListed, allows } = variable;
  const tried = new Set<SignalValue>();
  const isIn = (text: SignalValue): boolean => {
    const cell = axis.dimension.cellOf(new Map([[name, text]]));
    return cell >= 0 && cell < axis.dimension.cells && holdsCell(box, axis.dimension, cell) && allows(text);
  };
  const own = cellsIn(box, variable).flatMap(cell => textIn(variable, cell) ?? []);
  const others = all.flatMap(other =>
    other === variable
      ? []
      : [
          ...cellsIn(box, other).flatMap(cell => textIn(other, cell) ?? []),
          ...(other.usual === undefined ? [] : [other.usual]),
        ],
  );
  const first = [prefer.get(name), usual, ...own, ...others];
  const varied = isListed
    ? []
    : [...own, ...others].flatMap(text =>
        [...'abc'].flatMap((letter, at) => (typeof text === 'string' && at < all.length ? [text + letter] : [])),
      );
  for (const text of [...first, ...varied]) {
    if (text === undefined || tried.has(text) || !isIn(text)) continue;
    tried.add(text);
    yield text;
  }
}
