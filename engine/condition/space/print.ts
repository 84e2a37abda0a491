import type { Comparison, Constant } from '../condition.ts';
import { formatDuration } from '../duration.ts';
import { formatTimestamp } from '../timestamp.ts';
import { sameAt, statesOf, type Box, type Dimension } from './dimension.ts';
import { isList, type Space } from './space.ts';

/** A box as a CEL condition over the signals that matter: `intent == "refund" && amount >= 50 && amount < 1000`; `true` for everything. */
export function printBox(space: Space, box: Box): string {
  const parts: string[] = [];
  for (const dimension of space.layout.dimensions) {
    if (sameAt(box, space.layout.whole, dimension)) continue;
    const part = printStates(space, box, dimension);
    if (part !== null) parts.push(part);
  }
  return parts.length === 0 ? 'true' : [...new Set(parts)].join(' && ');
}

function printStates(space: Space, box: Box, dimension: Dimension): string | null {
  const { subject, cells, missing } = dimension;
  const states = statesOf(box, dimension);
  const withMissing = states.includes(cells);
  const present = states.filter(state => state !== cells);
  switch (subject.kind) {
    case 'part':
      return null;
    case 'broken':
      return 'a condition with errors';
    case 'opaque': {
      const clause = present.length === 2 ? null : present[0] === 1 ? subject.text : `!(${subject.text})`;
      return clause ?? (withMissing ? null : `(${subject.text}) has a value`);
    }
    case 'value':
    case 'member':
    case 'size':
      break;
  }
  const { signal } = subject;
  if (present.length === 0) return `!has(${signal})`;
  const values = present.length === cells ? null : printPresent(space, present, dimension);
  if (values === null) return missing && !withMissing ? `has(${signal})` : null;
  return withMissing ? `(!has(${signal}) || ${values})` : values;
}

function printPresent(space: Space, present: readonly number[], { subject, kind, cells }: Dimension): string | null {
  if (subject.kind !== 'value' && subject.kind !== 'member' && subject.kind !== 'size') return null;
  const axes = space.signals.get(subject.signal);
  if (axes === undefined) return null;
  const write = writer(space, subject.signal);
  if (subject.kind === 'member') {
    const holds = present[0] === 1;
    if (subject.value === null) {
      const named = isList(axes) ? [...axes.members.keys()] : [];
      const noOther = `${subject.signal}.all(v, v in [${named.map(write).join(', ')}])`;
      return named.length === 0 ? `size(${subject.signal}) ${holds ? '>' : '=='} 0` : holds ? `!${noOther}` : noOther;
    }
    const member = `${write(subject.value)} in ${subject.signal}`;
    return holds ? member : `!(${member})`;
  }
  if (kind === 'ordered') {
    const meaning = isList(axes) ? axes.size?.meaning : axes.meaning;
    const name = subject.kind === 'size' ? `size(${subject.signal})` : subject.signal;
    return meaning === undefined ? null : printRange(name, present, cells, cell => intervalOf(meaning(cell)), write);
  }
  if (isList(axes)) return null;
  const meanings = present.map(axes.meaning);
  const named = meanings.flatMap(each =>
    each.kind === 'value' ? [each.value] : each.kind === 'text' && each.named ? [each.example] : [],
  );
  if (named.length === meanings.length) return printValues(subject.signal, named, write);
  const others = Array.from({ length: cells }, (_, cell) => cell).filter(cell => !present.includes(cell));
  const left = others.map(axes.meaning);
  if (left.every(each => each.kind === 'text' && each.named)) {
    const values = left.flatMap(each => (each.kind === 'text' ? [each.example] : []));
    return values.length === 1
      ? `${subject.signal} != ${write(values[0] ?? '')}`
      : `!(${printValues(subject.signal, values, write)})`;
  }
  const examples = meanings.flatMap(each =>
    each.kind === 'text' ? [each.example] : each.kind === 'value' ? [each.value] : [],
  );
  return `${subject.signal} like ${examples.map(write).join(' or ')}`;
}

function intervalOf(
  meaning: ReturnType<Extract<ReturnType<Space['signals']['get']>, { dimension: Dimension }>['meaning']>,
) {
  return meaning.kind === 'interval' ? meaning.interval : { low: 0, high: 0, lowOpen: false, highOpen: false };
}

function printValues(name: string, values: readonly Constant[], write: (value: Constant) => string): string {
  if (values.length === 1 && typeof values[0] === 'boolean') return values[0] ? name : `!${name}`;
  return values.length === 1 ? `${name} == ${write(values[0] ?? '')}` : `${name} in [${values.map(write).join(', ')}]`;
}

/** Cells of an ordered dimension that follow each other, as one or two comparisons. */
function printRange(
  name: string,
  present: readonly number[],
  cells: number,
  interval: (cell: number) => { low: number; high: number; lowOpen: boolean; highOpen: boolean },
  write: (value: Constant) => string,
): string {
  const first = present[0] ?? 0;
  const last = present.at(-1) ?? first;
  const [low, high] = [interval(first), interval(last)];
  if (low.low === high.high) return `${name} == ${write(low.low)}`;
  const compare = (operator: Comparison, value: number) => `${name} ${operator} ${write(value)}`;
  return [
    ...(first === 0 || !Number.isFinite(low.low) ? [] : [compare(low.lowOpen ? '>' : '>=', low.low)]),
    ...(last === cells - 1 || !Number.isFinite(high.high) ? [] : [compare(high.highOpen ? '<' : '<=', high.high)]),
  ].join(' && ');
}

/** Constants as CEL writes those of the signal's type. */
function writer({ types }: Space, name: string): (value: Constant) => string {
  const type = types.get(name);
  return value => {
    if (typeof value !== 'number') return JSON.stringify(value);
    if (type === 'duration') return `duration("${formatDuration(value)}")`;
    return type === 'timestamp' ? `timestamp("${formatTimestamp(value)}")` : String(value);
  };
}
