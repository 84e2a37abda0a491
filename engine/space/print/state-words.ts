import type { Constant } from '../../condition/condition.ts';
import { formatDuration } from '../../model/time/duration.ts';
import { formatTimestamp } from '../../model/time/timestamp.ts';
import type { Signal } from '../../model/rule-set.ts';
import type { Dimension } from '../dimension.ts';
import type { Interval } from '../number-line.ts';
import { isList, type Space } from '../space.ts';
import { intervalOf, printStates, runsOf, type ConstantNames } from './print.ts';

export interface WordsOf {
  space: Space;
  /** The declarations, for units. */
  signals: ReadonlyMap<string, Signal>;
  /** Names of thresholds. */
  names: ConstantNames;
}

/**
 * The states of a dimension (ascending) in words, with names in backticks: "`amount` is at least 50 but below 200 USD", "`kb.result` is `found`", "`tier` is missing". Null if
 * they are all states. What has no shorter words is said in CEL.
 */
export function stateWords(of: WordsOf, dimension: Dimension, states: readonly number[]): string | null {
  const { subject, cells, missing } = dimension;
  const { space } = of;
  const cel = printStates(space, dimension, states, of.names);
  if (cel === null) return null;
  const withMissing = states.includes(cells);
  const present = states.filter(state => state !== cells);
  switch (subject.kind) {
    case 'value': {
      const { signal } = subject;
      const derived = space.derived.get(signal);
      if (derived?.kind === 'bucket')
        return bucketWords(of, signal, derived.by, present, withMissing) ?? code(cel.text);
      if (derived?.kind === 'grant')
        return present[0] === 1 ? `a grant of \`${derived.rule}\` matches` : `no grant of \`${derived.rule}\` matches`;
      break;
    }
    case 'member':
    case 'size':
      break;
    case 'opaque': {
      if (withMissing || present.length !== 1) return code(cel.text);
      return `${code(subject.written)} is ${present[0] === 1 ? 'true' : 'false'}`;
    }
    default:
      return code(cel.text);
  }
  const { signal } = subject;
  if (present.length === 0) return withMissing ? `\`${signal}\` is missing` : code(cel.text);
  if (present.length === cells) return missing && !withMissing ? `\`${signal}\` is given` : code(cel.text);
  const words = presentWords(of, dimension, signal, present);
  if (words === null) return code(cel.text);
  return withMissing ? `\`${signal}\` is missing or ${words.replace(/^is /, '')}` : `\`${signal}\` ${words}`;
}

/** A text in a code span, whatever backticks it has. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

function presentWords(of: WordsOf, dimension: Dimension, signal: string, present: readonly number[]): string | null {
  const { subject, kind, cells } = dimension;
  const axes = of.space.signals.get(signal);
  if (axes === undefined) return null;
  if (subject.kind === 'member') {
    const holds = present[0] === 1;
    if (subject.value !== null) return `${holds ? 'has' : 'has no'} ${value(subject.value)}`;
    const named = isList(axes) ? [...axes.members.keys()] : [];
    if (named.length === 0) return holds ? 'is not empty' : 'is empty';
    return `${holds ? 'has something' : 'has nothing'} but ${listed(named.map(value), 'and')}`;
  }
  if (kind === 'ordered') {
    const meaning = isList(axes) ? axes.size?.meaning : axes.meaning;
    if (meaning === undefined) return null;
    const isSize = subject.kind === 'size';
    const unit = isSize ? undefined : of.signals.get(signal)?.unit;
    const inUnit = unit === undefined ? '' : ` ${unit}`;
    const nameOf = (number: number): string | undefined => of.names(isSize ? 'size' : 'value', signal, number);
    const write = (number: number): string => {
      const name = nameOf(number);
      const words = numberWords(number, of.space.types.get(signal), isSize);
      return name === undefined ? words : `${words}${inUnit} (\`${name.replace(/^thresholds\./, '')}\`)`;
    };
    const ranges = runsOf(present).map(([first, last]) =>
      rangeWords(
        { low: intervalOf(meaning(first)), high: intervalOf(meaning(last)) },
        {
          isFirst: first === 0,
          isLast: last === cells - 1,
          isWhole: isSize || of.space.types.get(signal) === 'int',
          isNamed: value => nameOf(value) !== undefined,
        },
        write,
      ),
    );
    if (ranges.includes(null)) return null;
    const text = ranges.join(' or ');
    if (isSize)
      return text === '0' ? 'is empty' : `has ${text} ${/^(at least |at most )?1$/.test(text) ? 'entry' : 'entries'}`;
    return `is ${text}${text.endsWith(')') ? '' : inUnit}`;
  }
  if (isList(axes)) return null;
  return valuesWords(present, cells, cell => {
    const each = axes.meaning(cell);
    return each.kind === 'value' ? each.value : each.kind === 'text' && each.named ? each.example : undefined;
  });
}

/** "is `a` or `b`", "is neither `a` nor `b`"; null if the values cannot be listed. */
function valuesWords(
  present: readonly number[],
  cells: number,
  valueOf: (cell: number) => Constant | undefined,
): string | null {
  const others = Array.from({ length: cells }, (_, cell) => cell).filter(cell => !present.includes(cell));
  const [values, left] = [present.map(valueOf), others.map(valueOf)];
  const isListed = (among: readonly (Constant | undefined)[]): among is Constant[] => !among.includes(undefined);
  const shorter = isListed(left) && (!isListed(values) || 2 * left.length < values.length);
  if (shorter)
    return left.length === 1 ? `is not ${left.map(value).join('')}` : `is neither ${listed(left.map(value), 'nor')}`;
  return isListed(values) ? `is ${listed(values.map(value), 'or')}` : null;
}

interface Ends {
  isFirst: boolean;
  isLast: boolean;
  /** True if only whole numbers are possible. */
  isWhole: boolean;
  /** True for a number that has a name, and is said as it is. */
  isNamed: (value: number) => boolean;
}

/** An end of a range, and whether the range is without it. */
interface End {
  value: number;
  open: boolean;
}

/** @param isWhole true to say the least whole number instead */
function lowEnd({ low, lowOpen }: Interval, isWhole: boolean): End {
  return isWhole
    ? { value: lowOpen ? Math.floor(low) + 1 : Math.ceil(low), open: false }
    : { value: low, open: lowOpen };
}

/** @param isWhole true to say the greatest whole number instead */
function highEnd({ high, highOpen }: Interval, isWhole: boolean): End {
  return isWhole
    ? { value: highOpen ? Math.ceil(high) - 1 : Math.floor(high), open: false }
    : { value: high, open: highOpen };
}

/** "at least 0.65 but below 0.75", "from 3 to 5", "at least 3", "4"; null for all numbers. */
function rangeWords(
  { low, high }: { low: Interval; high: Interval },
  { isFirst, isLast, isWhole, isNamed }: Ends,
  write: (value: number) => string,
): string | null {
  if (low.low === high.high) return write(low.low);
  const from = isFirst || !Number.isFinite(low.low) ? null : lowEnd(low, isWhole && !isNamed(low.low));
  const to = isLast || !Number.isFinite(high.high) ? null : highEnd(high, isWhole && !isNamed(high.high));
  if (from === null && to === null) return null;
  if (from === null) return `${to?.open === true ? 'below' : 'at most'} ${write(to?.value ?? 0)}`;
  if (to === null) return `${from.open ? 'above' : 'at least'} ${write(from.value)}`;
  if (from.value === to.value) return write(from.value);
  if (!from.open && !to.open) return `from ${write(from.value)} to ${write(to.value)}`;
  const [above, below] = [from.open ? 'above' : 'at least', to.open ? 'below' : 'at most'];
  return `${above} ${write(from.value)} ${from.open ? 'and' : 'but'} ${below} ${write(to.value)}`;
}

/** "in 15 % of the traffic by `conversation.id`"; null if it cannot be counted. */
function bucketWords(
  { space }: WordsOf,
  signal: string,
  by: string,
  present: readonly number[],
  withMissing: boolean,
): string | null {
  const axis = space.signals.get(signal);
  if (axis === undefined || isList(axis)) return null;
  let count = 0;
  for (const state of present) {
    const { low, high, lowOpen, highOpen } = intervalOf(axis.meaning(state));
    count += Math.min(99, highOpen ? high - 1 : high) - Math.max(0, lowOpen ? low + 1 : low) + 1;
  }
  const share = `in ${count} % of the traffic by \`${by}\``;
  return withMissing ? `\`${by}\` is missing or ${share}` : share;
}

function value(constant: Constant): string {
  return typeof constant === 'boolean' ? String(constant) : code(String(constant));
}

function numberWords(number: number, type: string | undefined, isSize: boolean): string {
  if (isSize) return String(number);
  if (type === 'duration') return durationWords(number);
  return type === 'timestamp' ? formatTimestamp(number) : String(number);
}

/** "a, b and c" */
export function listed(words: readonly string[], last: 'and' | 'or' | 'nor'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

const day = 86_400_000;

/** A duration as it is written in rule files: whole days as days. */
function durationWords(milliseconds: number): string {
  return milliseconds !== 0 && milliseconds % day === 0 ? `${milliseconds / day}d` : formatDuration(milliseconds);
}
