import { withoutAge } from '../../condition/same-reading.ts';
import { signalReader } from '../../decide/signal-reader.ts';
import type { Signal } from '../../model/rule-set.ts';
import { numberLineOf } from '../../space/number-line.ts';

/** Maximum number of values that are tried: enough to find one for two rollouts of a few percent each. */
const maxTried = 6000;
/** Number of values by which it is decided whether values of a kind are allowed, and number of values of the most natural kind that come first. */
const samples = 10;
const natural = 1000;

/** A kind of values, by number from 1; undefined beyond the last. */
type Kind = (number: number) => string | number | undefined;

/** The values of a signal that are tried to get wanted buckets, natural ones first. They are made when they are first needed. */
export interface TriedIds {
  /** The n-th value, from 0, with a key; undefined if not so many of those that are tried have it. */
  nth: (key: string, n: number) => string | number | undefined;
}

/**
 * @param own the value in whose place others are tried
 * @param isAlike true for values that conditions cannot tell apart from `own`, but for their buckets
 * @param keyOf equal for values whose buckets conditions cannot tell apart
 */
export function triedIds(
  name: string,
  signal: Signal,
  own: string | number,
  { isAlike, keyOf }: { isAlike: (value: string | number) => boolean; keyOf: (value: string | number) => string },
): TriedIds {
  const values = valuesTried(name, signal, own, isAlike);
  const known = new Map<string, (string | number)[]>();
  return {
    nth(key, n) {
      for (;;) {
        const value = known.get(key)?.[n];
        if (value !== undefined) return value;
        const next = values.next();
        if (next.done === true) return undefined;
        const nextKey = keyOf(next.value);
        const same = known.get(nextKey);
        if (same === undefined) known.set(nextKey, [next.value]);
        else same.push(next.value);
      }
    },
  };
}

function* valuesTried(
  name: string,
  signal: Signal,
  own: string | number,
  isAlike: (value: string | number) => boolean,
): Generator<string | number, void> {
  const read = signalReader('value', withoutAge(signal));
  const isAllowed = (value: string | number | undefined): value is string | number =>
    value !== undefined && 'value' in read({ value }, 0) && isAlike(value);
  const given = [...(own === '' ? [] : [own]), ...(signal.examples ?? []), signal.default];
  for (const each of given) if ((typeof each === 'string' || typeof each === 'number') && isAllowed(each)) yield each;
  const kinds = (typeof own === 'string' ? kindsOfText(name, own) : kindsOfNumber(signal, own)).filter(kind =>
    Array.from({ length: samples }, (_, at) => kind(at + 1)).some(isAllowed),
  );
  for (let number = 1; number <= natural; number++) {
    const value = kinds[0]?.(number);
    if (isAllowed(value)) yield value;
  }
  if (own === '') yield own;
  if (kinds.length === 0) return;
  for (let number = 1; number * kinds.length <= maxTried - natural; number++) {
    for (const kind of kinds) {
      const value = kind(number);
      if (isAllowed(value)) yield value;
    }
  }
}

/** Ids such as `c-1` for `conversation.id`, and texts like the given one: as long, longer, with another end or beginning. */
function kindsOfText(name: string, own: string): Kind[] {
  const letter = /[a-z]/i.exec(name)?.[0].toLowerCase() ?? 'x';
  return [
    number => `${letter}-${number}`,
    number => counted(own, number),
    number => `${own}${number}`,
    number => `${number}${own}`,
    number => `${own}${counted('aaa', number) ?? ''}`,
  ];
}

const alphabets = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The text with a number added to it, as if its letters and digits were those of an odometer; undefined if it has not so many. */
function counted(text: string, number: number): string | undefined {
  let left = number;
  let result = '';
  for (const character of [...text].toReversed()) {
    const alphabet = alphabets.find(each => each.includes(character));
    const sum = alphabet === undefined ? 0 : alphabet.indexOf(character) + left;
    result = (alphabet === undefined ? character : (alphabet[sum % alphabet.length] ?? '')) + result;
    if (alphabet !== undefined) left = Math.floor(sum / alphabet.length);
  }
  return left === 0 ? result : undefined;
}

function kindsOfNumber(signal: Signal, own: number): Kind[] {
  const line = numberLineOf(signal);
  const unit = Math.ceil(line?.multipleOf ?? 1);
  const listed = line?.listed ?? null;
  if (listed !== null) return [number => listed[number - 1]];
  return [number => number * unit, number => own + number * unit, number => own - number * unit];
}
