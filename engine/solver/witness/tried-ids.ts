import { withoutAge } from '../../condition/same-reading.ts';
import { signalReader } from '../../decide/signal-reader.ts';
import type { Bucket, Signal } from '../../model/rule-set.ts';
import { bucketFor } from '../../space/buckets.ts';
import { numberLineOf } from '../../space/number-line.ts';

/** Values of a signal that are tried to get wanted buckets, natural ones first. */
export interface TriedIds {
  values: readonly (string | number)[];
  /** The bucket of a value, computed when it is first asked for. */
  bucket: (name: string, how: Bucket, at: number) => number;
}

/** Maximum number of values: enough to find one for two rollouts of one percent each. */
const maxTried = 30_000;
/** Number of values by which it is decided whether values of a kind are allowed, and number of values of the most natural kind that come first. */
const samples = 10;
const natural = 1000;

/** A kind of values, by number from 1; undefined beyond the last. */
type Kind = (number: number) => string | number | undefined;

/**
 * @param own the value in whose place others are tried
 * @param isAlike true for values that conditions cannot tell apart from `own`
 */
export function triedIds(
  name: string,
  signal: Signal,
  own: string | number,
  isAlike: (value: string | number) => boolean,
): TriedIds {
  const read = signalReader('value', withoutAge(signal));
  const isAllowed = (value: string | number | undefined): value is string | number =>
    value !== undefined && 'value' in read({ value }, 0) && isAlike(value);
  const kinds = (typeof own === 'string' ? kindsOfText(name, own) : kindsOfNumber(signal, own)).filter(kind =>
    Array.from({ length: samples }, (_, at) => kind(at + 1)).some(isAllowed),
  );
  const given = [own, ...(signal.examples ?? []), signal.default].filter(each => typeof each === typeof own);
  const values = new Set<string | number>();
  for (const each of given as (string | number)[]) if (each !== '' && isAllowed(each)) values.add(each);
  const add = (kind: Kind | undefined, number: number): void => {
    const value = kind?.(number);
    if (isAllowed(value)) values.add(value);
  };
  for (let number = 1; number <= natural; number++) add(kinds[0], number);
  for (let number = 1; number * kinds.length <= maxTried; number++) for (const kind of kinds) add(kind, number);
  values.add(own);
  const list = [...values];
  const buckets = new Map<string, { of: ReturnType<typeof bucketFor>; known: number[] }>();
  return {
    values: list,
    bucket(name, how, at) {
      const made = buckets.get(name) ?? { of: bucketFor(how), known: [] };
      buckets.set(name, made);
      return (made.known[at] ??= made.of(list[at] as string | number, signal));
    },
  };
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
