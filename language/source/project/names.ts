import { isJsonObject, ownValue, type Json, type JsonObject } from '../../../engine/model/json.ts';
import { fallbackKeys, isEndState } from '../../../engine/model/rule-set.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import type { Range } from '../../location.ts';
import type { SourceDocument, SourcePath } from '../document/document.ts';

/** Kinds of names that are defined in one place and used in others. */
export type NameKind = 'signal' | 'threshold' | 'target' | 'payload' | 'rule' | 'invariant';

export interface Definition {
  kind: NameKind;
  /** A rule's or invariant's `id`; a payload contract's `name@version`. */
  name: string;
  /** Version of a rule, else null. */
  version: number | null;
  uri: string;
  /** Path of the whole declaration. */
  path: SourcePath;
  /** Range of the name, without quotes if possible. */
  range: Range;
  /** Range of the whole declaration. */
  fullRange: Range;
}

export interface Reference {
  kind: NameKind;
  name: string;
  /** Version of a rule that is named as `id@version`, else null. */
  version: number | null;
  uri: string;
  /** Path of the scalar that contains the reference. */
  path: SourcePath;
  /** Range of the name, without a rule's `@version`. */
  range: Range;
}

const sections = [
  ['signals', 'signal'],
  ['thresholds', 'threshold'],
  ['targets', 'target'],
  ['payloads', 'payload'],
] as const;

/** Entries [from, until) of the list under a top-level key. */
export interface EntryRange {
  section: string;
  from: number;
  until: number;
}

/** The definitions in a rule file, by section; with `only`, those in some entries. */
export function* definitionsIn(document: SourceDocument, only?: EntryRange): Steps<Definition[]> {
  const { value, uri } = document;
  const found: Definition[] = [];
  for (const [section, kind] of only === undefined ? sections : []) {
    for (const name of Object.keys(objectIn(value, section))) {
      const path = [section, name];
      const range = nameRange(document, path, 'key', name);
      found.push({ kind, name, version: null, uri, path, range, fullRange: document.rangeOf(path, 'item') });
      yield;
    }
  }
  for (const [section, kind] of [
    ['rules', 'rule'],
    ['invariants', 'invariant'],
  ] as const) {
    for (const [index, item] of entriesIn(value, section, only)) {
      const name = ownValue(item, 'id');
      if (typeof name !== 'string') continue;
      const path = [section, index];
      const version = kind === 'rule' ? versionOf(item) : null;
      const range = nameRange(document, [...path, 'id'], 'value', name);
      found.push({ kind, name, version, uri, path, range, fullRange: document.rangeOf(path) });
      yield;
    }
  }
  return found;
}

/**
 * References outside expressions (`to`, `payload`, `per`, `by`, bound signals, fallbacks, joining targets, requirements of invariants); with `only`, those
 * in some entries.
 */
export function* referencesIn(document: SourceDocument, only?: EntryRange): Steps<Reference[]> {
  const { value } = document;
  const found: Reference[] = [];
  const add = (kind: NameKind, path: SourcePath, name: Json | undefined): void => {
    if (typeof name === 'string') found.push(referenceTo(document, kind, path, name));
    else if (Array.isArray(name)) name.forEach((each, index) => add(kind, [...path, index], each));
  };
  const outcome = (path: SourcePath, holder: unknown): void => {
    add('target', [...path, 'to'], ownValue(holder, 'to'));
    add('payload', [...path, 'payload'], ownValue(holder, 'payload'));
    fallbacks(path, holder);
  };
  // In version 1, `deny` can only be the name of a target.
  const isTarget = () => ownValue(value, 'escalation') === 1;
  const fallbacks = (path: SourcePath, holder: unknown): void => {
    for (const { path: rest, fallback } of fallbacksOf(holder))
      if (!isEndState(fallback, isTarget)) add('target', [...path, ...rest], fallback);
  };
  for (const [index, rule] of entriesIn(value, 'rules', only)) {
    outcome(['rules', index], rule);
    const grant = ownValue(rule, 'grant');
    add('signal', ['rules', index, 'grant', 'bind'], ownValue(grant, 'bind'));
    add('signal', ['rules', index, 'grant', 'scope'], ownValue(grant, 'scope'));
    yield;
  }
  if (only === undefined) outcome(['default'], ownValue(value, 'default'));
  for (const [index, invariant] of entriesIn(value, 'invariants', only)) {
    outcome(['invariants', index, 'require'], ownValue(invariant, 'require'));
    yield;
  }
  for (const [name, signal] of only === undefined ? Object.entries(objectIn(value, 'signals')) : []) {
    add('signal', ['signals', name, 'by'], ownValue(signal, 'by'));
    yield;
  }
  for (const [name, threshold] of only === undefined ? Object.entries(objectIn(value, 'thresholds')) : []) {
    add('signal', ['thresholds', name, 'per'], ownValue(threshold, 'per'));
    yield;
  }
  for (const [name, target] of only === undefined ? Object.entries(objectIn(value, 'targets')) : []) {
    fallbacks(['targets', name], target);
    add('target', ['targets', name, 'also', 'target'], ownValue(ownValue(target, 'also'), 'target'));
    yield;
  }
  return found;
}

/** The fallbacks of a target, or those that a rule or default replaces, with their paths in its declaration. */
export function fallbacksOf(declaration: unknown): { path: string[]; fallback: string }[] {
  const places = [...fallbackKeys.map(key => [key]), ['breaker', 'then']];
  return places.flatMap(path => {
    const holder = path.length === 2 ? ownValue(declaration, 'breaker') : declaration;
    const fallback = ownValue(holder, path.at(-1) ?? '');
    return typeof fallback === 'string' ? [{ path, fallback }] : [];
  });
}

/** A reference to a rule, written as `id` or `id@version`. */
export function ruleReference(document: SourceDocument, path: SourcePath, text: string): Reference {
  const [, name = text, version] = /^(.*?)(?:@(\d+))?$/s.exec(text) ?? [];
  const reference = referenceTo(document, 'rule', path, name);
  return { ...reference, version: version === undefined ? null : Number(version) };
}

export function referenceTo(document: SourceDocument, kind: NameKind, path: SourcePath, name: string): Reference {
  const range = document.rangeInScalar(path, 0, name.length);
  return { kind, name, version: null, uri: document.uri, path, range };
}

function nameRange(document: SourceDocument, path: SourcePath, part: 'key' | 'value', name: string): Range {
  if (part === 'value') return document.rangeInScalar(path, 0, name.length);
  const whole = document.rangeOf(path, 'key');
  const start = document.offsetAt(whole.start);
  const end = document.offsetAt(whole.end);
  return end - start === name.length + 2 ? document.rangeBetween(start + 1, end - 1) : whole;
}

function versionOf(rule: Json): number {
  const version = ownValue(rule, 'version');
  return typeof version === 'number' ? version : 1;
}

export function objectIn(value: Json | undefined, key: string): JsonObject {
  const found = ownValue(value, key);
  return isJsonObject(found) ? found : {};
}

export function listIn(value: Json | undefined, key: string): Json[] {
  const found = ownValue(value, key);
  return Array.isArray(found) ? found : [];
}

/** The entries of a list with their indexes; with `only`, those in its range, and none of other lists. */
export function entriesIn(value: Json | undefined, key: string, only?: EntryRange): [index: number, entry: Json][] {
  const list = listIn(value, key);
  if (only === undefined) return [...list.entries()];
  if (only.section !== key) return [];
  return list.slice(only.from, only.until).map((entry, offset) => [only.from + offset, entry]);
}
