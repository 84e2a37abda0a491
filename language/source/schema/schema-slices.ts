import { isJsonObject, type Json, type JsonObject } from '../../../engine/model/json.ts';

/** How a document is sliced, so that each validation covers few values and reports few errors. */
export interface Slicing {
  /** A valid document into which each slice is put. */
  base: JsonObject;
  /** Keys of the base whose value in the document affects the rest of it. */
  kept: readonly string[];
  /** Top-level keys whose entries or items are validated in groups. */
  sliced: readonly string[];
  /** Keys of items whose content has no schema; it is left out. */
  opaque: readonly string[];
}

export interface Slice {
  /** A document with a part of the entries. */
  value: Json;
  /** Maps a path in the slice to the path in the whole document. */
  place: (path: readonly (string | number)[]) => (string | number)[];
}

/** Nesting depth that validators can handle without exhausting the stack; far more than anybody writes. */
export const maxValueDepth = 250;
/** Number of values after which a slice is full. */
const fullSlice = 2_000;

export interface Size {
  values: number;
  depth: number;
  /** Path of the first value beyond `maxValueDepth`; null if there is none. */
  deep: (string | number)[] | null;
}

/** Counts the values in a value, up to `limit` and `maxValueDepth`. Shared values count once per path. */
export function measure(value: unknown, limit: number): Size {
  const size: Size = { values: 0, depth: 0, deep: null };
  const path: (string | number)[] = [];
  // One entry for each open collection, so that neither depth nor cycles exhaust the stack.
  const open: { keys: string[] | null; items: readonly unknown[]; next: number }[] = [];
  const enter = (inside: unknown): void => {
    size.values++;
    if (typeof inside !== 'object' || inside === null) return;
    if (open.length >= maxValueDepth) {
      size.deep ??= [...path];
      size.depth = open.length + 1;
      return;
    }
    open.push(
      Array.isArray(inside)
        ? { keys: null, items: inside, next: 0 }
        : { keys: Object.keys(inside), items: Object.values(inside), next: 0 },
    );
    size.depth = Math.max(size.depth, open.length);
  };
  enter(value);
  for (let last = open.at(-1); last !== undefined && size.values < limit; last = open.at(-1)) {
    if (last.next > 0) path.pop();
    if (last.next >= last.items.length) {
      open.pop();
      continue;
    }
    path.push(last.keys?.[last.next] ?? last.next);
    enter(last.items[last.next++]);
  }
  return size;
}

/** Yields the document without the entries of its sliced parts, then these entries in groups. */
export function* slicesOf(document: JsonObject, { base: usual, kept, sliced, opaque }: Slicing): Generator<Slice> {
  const base = { ...usual, ...Object.fromEntries(Object.entries(document).filter(([key]) => kept.includes(key))) };
  const parts = sliced.filter(key => Object.hasOwn(document, key) && isCollection(document[key]));
  const skeleton = { ...document };
  for (const key of parts) skeleton[key] = Array.isArray(document[key]) ? [] : {};
  yield { value: skeleton, place: path => [...path] };
  for (const key of parts) {
    const part = document[key];
    if (Array.isArray(part)) {
      for (const { from, until } of groups(part.length, index => sizeOf(part[index], opaque))) {
        const items = part.slice(from, until).map(item => withoutContent(item, opaque));
        yield {
          value: { ...base, [key]: items },
          place: ([first, second, ...rest]) =>
            first === key && typeof second === 'number'
              ? [first, second + from, ...rest]
              : [first, second, ...rest].filter(each => each !== undefined),
        };
      }
    } else if (isJsonObject(part)) {
      const entries = Object.entries(part);
      for (const { from, until } of groups(entries.length, index => sizeOf(entries[index]?.[1], opaque))) {
        yield { value: { ...base, [key]: Object.fromEntries(entries.slice(from, until)) }, place: path => [...path] };
      }
    }
  }
}

function isCollection(value: Json | undefined): boolean {
  return Array.isArray(value) || isJsonObject(value);
}

/** Runs of neighbours of limited total size; a large or deep element is alone in its run. */
function* groups(count: number, sizeAt: (index: number) => number): Generator<{ from: number; until: number }> {
  let from = 0;
  let size = 0;
  for (let index = 0; index < count; index++) {
    const next = sizeAt(index);
    if (size > 0 && size + next > fullSlice) {
      yield { from, until: index };
      [from, size] = [index, 0];
    }
    size += next;
  }
  if (from < count) yield { from, until: count };
}

function sizeOf(value: Json | undefined, opaque: readonly string[]): number {
  const { values, deep } = measure(withoutContent(value ?? null, opaque), fullSlice + 1);
  return deep === null ? values : fullSlice + 1;
}

function withoutContent(item: Json, opaque: readonly string[]): Json {
  const present = isJsonObject(item) ? opaque.filter(key => Object.hasOwn(item, key)) : [];
  if (!isJsonObject(item) || present.length === 0) return item;
  return { ...item, ...Object.fromEntries(present.map(key => [key, null])) };
}
