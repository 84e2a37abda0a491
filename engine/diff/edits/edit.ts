import { digest } from '../../decide/digest.ts';
import type { Json } from '../../model/json.ts';
import { same } from '../sections.ts';

/** The part of a rule set that a change is about. */
export type About =
  | 'signal'
  | 'threshold'
  | 'target'
  | 'payload'
  | 'default'
  | 'assumption'
  | 'invariant'
  | 'governance'
  | 'rule'
  | 'rule-set';

/** The part of a thing that was edited; `whole` if the thing is new or gone. */
export type EditedPart =
  | 'whole'
  /** A threshold's value, or one of a table's; what a signal can be; a key of a target or of the governance; a field of a payload contract. */
  | 'value'
  /** The parts of a rule: when it fires, what happens then, and so on. */
  | 'trigger'
  | 'outcome'
  | 'place'
  | 'time'
  | 'status'
  | 'unknown'
  | 'rollout'
  | 'grant'
  | 'name'
  | 'version'
  /** What only people read. */
  | 'text';

/** One thing that an author edited between two versions of a rule set. */
export interface Edit {
  /** Stable while the same thing is edited, whatever its values. */
  id: string;
  about: About;
  /** The name of the signal, the rule, … */
  name: string;
  part: EditedPart;
  /** The key that was edited within the thing, or several: `acknowledgeWithin`, `values.prod`, `reason, message`; empty if `part` says all. */
  key: string;
  /** Path of keys in the version after, or in the version before if the thing is gone. */
  path: (string | number)[];
  /** The version that `path` is in. */
  side: 'before' | 'after';
  /** The values as written; undefined if there is none. For a rule that was moved, the name of the rule before it, or null. */
  before?: Json;
  after?: Json;
}

/** @param details all of an edit but its id; undefined values are dropped */
export function editOf({ before, after, ...details }: Omit<Edit, 'id' | 'before' | 'after'> & Values): Edit {
  const { about, name, part, key } = details;
  return {
    id: digest([about, name, part, part === 'text' ? '' : key]).slice(0, 12),
    ...details,
    ...(before === undefined ? {} : { before: before as Json }),
    ...(after === undefined ? {} : { after: after as Json }),
  };
}

export interface Values {
  before?: unknown;
  after?: unknown;
}

/** An edit of a whole entry of a section: it is new or gone. */
export function wholeEdit(
  about: Edit['about'],
  name: string,
  path: Edit['path'],
  { before, after }: { before: unknown; after: unknown },
): Edit {
  return editOf({
    about,
    name,
    part: 'whole',
    key: '',
    path,
    side: after === undefined ? 'before' : 'after',
    before,
    after,
  });
}

/** The entries of two values under some keys: the value itself if there is one key, else an object; undefined if none has a value. */
export function picked(of: object, keys: readonly string[]): unknown {
  const [only] = keys;
  const entries = of as Readonly<Record<string, unknown>>;
  if (keys.length === 1 && only !== undefined) return entries[only];
  const found = keys.flatMap(key => (entries[key] === undefined ? [] : [[key, entries[key]] as const]));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** The keys under which two values differ. */
export function changedKeys(before: object, after: object): string[] {
  const [left, right] = [before, after] as Readonly<Record<string, unknown>>[];
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(key => !same(left?.[key], right?.[key]));
}
