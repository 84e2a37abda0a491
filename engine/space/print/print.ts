import type { Constant } from '../../condition/condition.ts';
import { formatDuration } from '../../model/time/duration.ts';
import { formatTimestamp } from '../../model/time/timestamp.ts';
import { both, either, not, tight, type CelText } from './cel-text.ts';
import { sameAt, statesOf, type Box, type Dimension } from '../dimension.ts';
import { coverTruths } from './print-truths.ts';
import type { Interval } from '../number-line.ts';
import type { CellMeaning } from '../signal-axes.ts';
import { dimensionsOf, isList, type Space } from '../space.ts';

/** The name of a constant with which a signal or its size is compared; undefined if it has none. */
export type ConstantNames = (asked: 'value' | 'size', signal: string, value: Constant) => string | undefined;

const nameless: ConstantNames = () => undefined;

/** A box as a CEL condition over the signals that it constrains, such as `intent == "refund" && amount >= 50`; `true` for the whole space. */
export function printBox(space: Space, box: Box, names: ConstantNames = nameless): string {
  return both(literalsOf(space, box, names).map(({ text }) => text)).text;
}

/** The condition of a box in one dimension. */
interface Literal {
  dimension: Dimension;
  states: readonly number[];
  text: CelText;
}

function literalsOf(space: Space, box: Box, names: ConstantNames): Literal[] {
  return space.layout.dimensions.flatMap(dimension => {
    if (sameAt(box, space.layout.whole, dimension)) return [];
    const states = statesOf(box, dimension);
    const text = printStates(space, dimension, states, names);
    return text === null ? [] : [{ dimension, states, text }];
  });
}

/** A union of boxes as a CEL condition: the conjuncts that all boxes share, then a disjunction of the rest. */
export function printBoxes(space: Space, boxes: readonly Box[], names: ConstantNames = nameless): CelText {
  const cases = boxes.map(box => literalsOf(space, box, names));
  const [first = [], ...others] = cases;
  const inAll = first.filter(({ text }) => others.every(each => each.some(other => other.text.text === text.text)));
  const common = new Set(inAll.map(({ text }) => text.text));
  const rests = cases.map(each => each.filter(({ text }) => !common.has(text.text)));
  return both([
    ...inAll.map(({ text }) => text),
    ...(boxes.length === 0 ? [tight('false')] : [printCases(space, rests, names)]),
  ]);
}

/** A disjunction of cases. Cases that constrain the same single dimension are merged: `amount < 10 || amount > 20`, `amount != 15`. */
function printCases(space: Space, cases: readonly Literal[][], names: ConstantNames): CelText {
  const joined = new Map<Dimension, Set<number>>();
  for (const literals of cases) {
    const [literal] = literals;
    if (literals.length !== 1 || literal === undefined) continue;
    const states = joined.get(literal.dimension) ?? new Set();
    joined.set(literal.dimension, states);
    for (const state of literal.states) states.add(state);
  }
  const done = new Set<Dimension>();
  const texts = cases.flatMap(literals => {
    const [literal] = literals;
    if (literals.length !== 1 || literal === undefined) return [both(literals.map(({ text }) => text))];
    if (done.has(literal.dimension)) return [];
    done.add(literal.dimension);
    const states = [...(joined.get(literal.dimension) ?? [])].sort((a, b) => a - b);
    return [printStates(space, literal.dimension, states, names) ?? tight('true')];
  });
  return either(texts);
}

/** CEL that is true exactly in the given states of a dimension (ascending); null if they are all states or the dimension is a part. */
export function printStates(
  space: Space,
  dimension: Dimension,
  states: readonly number[],
  names: ConstantNames = nameless,
): CelText | null {
  const { subject, cells, missing } = dimension;
  const withMissing = states.includes(cells);
  const present = states.filter(state => state !== cells);
  switch (subject.kind) {
    case 'part':
      return null;
    case 'broken':
      return tight('a condition with errors');
    case 'opaque':
      return printOpaque(subject, present, withMissing);
    case 'term':
    case 'pair':
      return printSeveral(space, dimension, present, withMissing, names);
    case 'value':
    case 'member':
    case 'size':
      break;
  }
  const { signal } = subject;
  if (present.length === 0) return withMissing ? tight(`!has(${signal})`) : tight('false');
  const values = present.length === cells ? null : printPresent(space, present, dimension, names);
  if (values === null) return missing && !withMissing ? tight(`has(${signal})`) : null;
  return withMissing ? either([tight(`!has(${signal})`), values]) : values;
}

/** CEL for states of an opaque clause. `unknown(…)`, which CEL does not have, says that evaluating the clause fails. */
function printOpaque(
  { written, needs, canFail }: Extract<Dimension['subject'], { kind: 'opaque' }>,
  present: readonly number[],
  withMissing: boolean,
): CelText | null {
  const unknown = canFail ? tight(`unknown(${written})`) : either(needs.map(signal => tight(`!has(${signal})`)));
  const known = canFail ? tight(`!unknown(${written})`) : both(needs.map(signal => tight(`has(${signal})`)));
  if (present.length === 2) return withMissing ? null : known;
  const value = present.length === 0 ? tight('false') : present[0] === 1 ? tight(written) : tight(`!(${written})`);
  return withMissing ? either([unknown, value]) : value;
}

/** CEL for states of a term or of a comparison of two texts, which is missing if one of its signals is. */
function printSeveral(
  space: Space,
  { subject, cells, missing }: Dimension,
  present: readonly number[],
  withMissing: boolean,
  names: ConstantNames,
): CelText | null {
  const signals = subject.kind === 'term' ? subject.signals : subject.kind === 'pair' ? subject.names : [];
  const optional = signals.filter(signal => {
    const axes = space.signals.get(signal);
    return axes === undefined || dimensionsOf(axes)[0]?.missing !== false;
  });
  const isMissing = either(optional.map(signal => tight(`!has(${signal})`)));
  if (present.length === 0) return withMissing ? isMissing : tight('false');
  if (present.length === cells)
    return missing && !withMissing ? both(optional.map(signal => tight(`has(${signal})`))) : null;
  const value =
    subject.kind === 'term'
      ? printTerm(space, subject.key, present, names)
      : tight(signals.join(present[0] === 1 ? ' == ' : ' != '));
  return withMissing ? either([isMissing, value]) : value;
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function printTerm(space: Space, key: string, present: readonly number[], names: ConstantNames): CelText {
  const axis = space.terms.get(key);
  if (axis === undefined) return tight('true');
  const { term, dimension, interval } = axis;
  const compare = (as: string, constant: number): CelText => {
    const [operator, value] = term.isTurned ? [mirrored[as] ?? as, 0 - constant] : [as, constant];
    if (value === 0 && term.sides !== null) return tight(`${term.sides[0]} ${operator} ${term.sides[1]}`);
    const name = names('value', key, constant);
    const isNumber = term.type === 'int' || term.type === 'double';
    const named = name === undefined || !term.isTurned ? name : isNumber ? `-${name}` : undefined;
    return tight(`${term.text} ${operator} ${named ?? literal(value, term.type)}`);
  };
  return printRanges(present, dimension.cells, interval, compare);
}

function printPresent(
  space: Space,
  present: readonly number[],
  { subject, kind, cells }: Dimension,
  names: ConstantNames,
): CelText | null {
  if (subject.kind !== 'value' && subject.kind !== 'member' && subject.kind !== 'size') return null;
  const { signal } = subject;
  const axes = space.signals.get(signal);
  if (axes === undefined) return null;
  const write = writer(space, signal, subject.kind === 'size' ? 'size' : 'value', names);
  if (subject.kind === 'member') {
    const holds = present[0] === 1;
    if (subject.value === null) {
      const named = isList(axes) ? [...axes.members.keys()] : [];
      if (named.length === 0) return tight(`size(${signal}) ${holds ? '>' : '=='} 0`);
      const noOther = tight(`${signal}.all(v, v in [${named.map(write).join(', ')}])`);
      return holds ? tight(`!${noOther.text}`) : noOther;
    }
    const member = tight(`${write(subject.value)} in ${signal}`);
    return holds ? member : not(member);
  }
  if (kind === 'ordered') {
    const meaning = isList(axes) ? axes.size?.meaning : axes.meaning;
    const name = subject.kind === 'size' ? `size(${signal})` : signal;
    const compare = (operator: string, value: number) => tight(`${name} ${operator} ${write(value)}`);
    return meaning === undefined ? null : printRanges(present, cells, cell => intervalOf(meaning(cell)), compare);
  }
  return isList(axes) ? null : printValues(signal, present, cells, axes, write);
}

export function intervalOf(meaning: CellMeaning) {
  return meaning.kind === 'interval' ? meaning.interval : { low: 0, high: 0, lowOpen: false, highOpen: false };
}

function printValues(
  name: string,
  present: readonly number[],
  cells: number,
  { meaning, asks }: { meaning: (cell: number) => CellMeaning; asks?: readonly string[] },
  write: (value: Constant) => string,
): CelText {
  const valueOf = (cell: number): Constant | undefined => {
    const each = meaning(cell);
    return each.kind === 'value' ? each.value : each.kind === 'text' && each.named ? each.example : undefined;
  };
  const others = Array.from({ length: cells }, (_, cell) => cell).filter(cell => !present.includes(cell));
  const [values, left] = [present.map(valueOf), others.map(valueOf)];
  const oneOf = (among: readonly Constant[]) => `${name} in [${among.map(write).join(', ')}]`;
  const [only] = values;
  if (values.length === 1 && typeof only === 'boolean') return tight(only ? name : `!${name}`);
  const [except] = left;
  // List the excluded values if they are less than half as many.
  const shorter = isEach(left) && (!isEach(values) || 2 * left.length < values.length);
  if (shorter && except !== undefined)
    return tight(left.length === 1 ? `${name} != ${write(except)}` : `!(${oneOf(left)})`);
  if (isEach(values))
    return tight(only !== undefined && values.length === 1 ? `${name} == ${write(only)}` : oneOf(values));
  const truths = Array.from({ length: cells }, (_, cell) => {
    const each = meaning(cell);
    return each.kind === 'text' ? each.truths : [];
  });
  return coverTruths(asks ?? [], truths, present);
}

function isEach(values: readonly (Constant | undefined)[]): values is Constant[] {
  return values.every(value => value !== undefined);
}

/** Comparisons for cells of an ordered dimension. */
function printRanges(
  present: readonly number[],
  cells: number,
  interval: (cell: number) => Interval,
  compare: (operator: string, value: number) => CelText,
): CelText {
  const absent = Array.from({ length: cells }, (_, cell) => cell).filter(cell => !present.includes(cell));
  const [only] = absent.map(interval);
  if (absent.length === 1 && only?.low === only?.high && absent[0] !== 0 && absent[0] !== cells - 1) {
    return compare('!=', only?.low ?? 0);
  }
  return either(
    runsOf(present).map(([first, last]) => {
      const [low, high] = [interval(first), interval(last)];
      if (low.low === high.high) return compare('==', low.low);
      return both([
        ...(first === 0 || !Number.isFinite(low.low) ? [] : [compare(low.lowOpen ? '>' : '>=', low.low)]),
        ...(last === cells - 1 || !Number.isFinite(high.high) ? [] : [compare(high.highOpen ? '<' : '<=', high.high)]),
      ]);
    }),
  );
}

/** The runs of consecutive numbers, of ascending ones. */
export function runsOf(numbers: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

/** Writes a constant as its name if it has one, otherwise as a CEL literal of the signal's type. */
function writer(
  { types }: Space,
  signal: string,
  asked: 'value' | 'size',
  names: ConstantNames,
): (value: Constant) => string {
  const type = types.get(signal);
  return value => {
    const name = names(asked, signal, value);
    if (name !== undefined) return name;
    if (typeof value !== 'number') return JSON.stringify(value);
    return asked === 'value' ? literal(value, type) : String(value);
  };
}

/** A number as a CEL literal of a type. */
export function literal(value: number, type: string | undefined): string {
  if (type === 'duration') return `duration("${formatDuration(value)}")`;
  return type === 'timestamp' ? `timestamp("${formatTimestamp(value)}")` : String(value);
}
