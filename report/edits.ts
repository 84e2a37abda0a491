import type { Consequence, DiffEdit, Edit, SemanticDiff } from '../engine/index.ts';
import { isJsonObject, ownValue, type Json } from '../engine/model/json.ts';
import { counted, listed } from './counts.ts';

type Named = Pick<Edit, 'about' | 'name' | 'part' | 'key'>;

/** What was edited, in one phrase: `threshold min_confidence`, `rule weak-answer@2: trigger`. */
export function editName({ about, name, part, key }: Named): string {
  const thing = thingOf({ about, name });
  switch (part) {
    case 'whole':
      return thing;
    case 'value':
      return key === '' ? thing : `${thing}: ${key}`;
    case 'outcome':
      return about === 'default' ? thing : `${thing}: outcome`;
    case 'text':
      return about === 'rule-set' ? thing : `${thing}: text`;
    default:
      return `${thing}: ${part}`;
  }
}

function thingOf({ about, name }: Pick<Edit, 'about' | 'name'>): string {
  if (about === 'default' || about === 'governance') return about;
  return about === 'rule-set' || about === 'assumption' ? name : `${about} ${name}`;
}

const textParts = new Set<Edit['part']>(['text', 'version', 'name']);

/** True for an edit of a text, a name or a version that changes no decision and no handoff and breaks nothing. */
export function isOnlyText(
  { part, class: kind, regions, consequences: own }: Pick<DiffEdit, 'part' | 'class' | 'regions' | 'consequences'>,
  consequences: readonly Pick<Consequence, 'breaking'>[],
): boolean {
  const isBreaking = own.some(at => consequences[at]?.breaking === true);
  return textParts.has(part) && kind === 'neutral' && regions.length === 0 && !isBreaking;
}

/** A value that an edit changed, as text. */
export type ValueChange = {
  /** The key of the value within what was edited; empty if it is the only one. */
  key: string;
} & (
  | { kind: 'replaced'; before: string | null; after: string | null }
  /** Entries of a list. */
  | { kind: 'added' | 'dropped'; values: string[] }
);

/** An edit in words. */
export interface EditWords {
  /** What was edited: `min_confidence`, `fraud-desk acknowledgeWithin`, `small-refund@2: trigger`, `new rule x@1`, `x@1: moved after y@1`. */
  subject: string;
  /** How its values changed, if the subject does not say it all. */
  changes: ValueChange[];
}

/** @param unit of the values */
export function editWords(edit: Edit, unit = ''): EditWords {
  const { about, name, part, key, before, after } = edit;
  switch (part) {
    case 'whole':
      return { subject: before === undefined ? `new ${thingOf(edit)}` : `${thingOf(edit)} removed`, changes: [] };
    case 'place':
      return { subject: `${name}: moved ${after === null ? 'to the top' : `after ${shown(after)}`}`, changes: [] };
    case 'name':
      return { subject: `${name}: renamed, was ${shown(before)}`, changes: [] };
    case 'text':
      return { subject: editName(edit), changes: valueChanges('', before, after, '') };
    case 'trigger': {
      const [from, to] = [before, after].map(when => (when === undefined ? null : conditionText(when)));
      return {
        subject: subjectOf(edit),
        changes: [{ key: '', kind: 'replaced', before: from ?? null, after: to ?? null }],
      };
    }
    case 'outcome': {
      // The default is given as a whole, and of a rule only what changed.
      const isWithin = about === 'rule' && !key.includes(', ');
      const changes = valueChanges(isWithin ? key : '', before, after, unit);
      return {
        subject: subjectOf(edit),
        changes: changes.map(each => (each.key === 'decide' ? { ...each, key: '' } : each)),
      };
    }
    default:
      return { subject: subjectOf(edit), changes: valueChanges('', before, after, unit) };
  }
}

function subjectOf({ about, name, part, key }: Named): string {
  const entry = /^values\.(.*)$/s.exec(key)?.[1];
  switch (about) {
    case 'threshold':
      return entry === undefined ? (key === 'value' ? `${name} for other values` : name) : `${name} for ${entry}`;
    case 'target':
      return `${name} ${key}`;
    case 'rule':
      return `${name}: ${part === 'unknown' ? 'onUnknown' : part}`;
    case 'governance':
      return `governance ${key}`;
    default:
      return editName({ about, name, part, key });
  }
}

/** The parts of a value that differ: of objects those with different keys, of lists the entries. */
function valueChanges(key: string, before: Json | undefined, after: Json | undefined, unit: string): ValueChange[] {
  if (isObjectOrAbsent(before) && isObjectOrAbsent(after)) {
    const [left, right] = [before ?? {}, after ?? {}];
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap(each => {
      const [from, to] = [ownValue(left, each), ownValue(right, each)];
      if (JSON.stringify(from) === JSON.stringify(to)) return [];
      return valueChanges(key === '' ? each : `${key}.${each}`, from, to, unit);
    });
  }
  if (isList(before) && isList(after)) {
    const missingFrom = (others: readonly string[]) => (value: string) => !others.includes(value);
    const [left, right] = [before.map(shown), after.map(shown)];
    const [dropped, added] = [left.filter(missingFrom(right)), right.filter(missingFrom(left))];
    if (dropped.length + added.length > 0)
      return [
        ...(added.length === 0 ? [] : [{ key, kind: 'added' as const, values: added }]),
        ...(dropped.length === 0 ? [] : [{ key, kind: 'dropped' as const, values: dropped }]),
      ];
  }
  const text = (value: Json | undefined) => (value === undefined ? null : shown(value));
  const [from, to] = [text(before), text(after)];
  const last = to === null ? 'before' : 'after';
  const withUnit = (value: string | null, side: string) =>
    value === null || unit === '' || side !== last ? value : `${value} ${unit}`;
  return [{ key, kind: 'replaced', before: withUnit(from, 'before'), after: withUnit(to, 'after') }];
}

function isObjectOrAbsent(value: Json | undefined): value is Record<string, Json> | undefined {
  return value === undefined || isJsonObject(value);
}

function isList(value: Json | undefined): value is Json[] {
  return Array.isArray(value);
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : JSON.stringify(value);
}

/**
 * "acknowledgeWithin 5m → 15m", "enum adds maybe".
 * @param mark marks a key or a value
 */
export function valueChangeText(change: ValueChange, mark: (value: string) => string = value => value): string {
  const name = change.key === '' ? '' : `${mark(change.key)} `;
  switch (change.kind) {
    case 'replaced': {
      const [before, after] = [change.before, change.after].map(value => (value === null ? 'none' : mark(value)));
      return `${name}${before} → ${after}`;
    }
    case 'added':
      return `${name}adds ${listed(change.values.map(mark))}`;
    case 'dropped':
      return `${name}drops ${listed(change.values.map(mark))}`;
  }
}

/** An edit in one line, with as many of its values as there is room for: `min_confidence 0.75 → 0.65`, `small-refund@2: trigger`. */
export function editLine({ subject, changes }: EditWords, maxLength = 72): string {
  const values = changes.map(each => valueChangeText(each));
  const lines = [
    `${subject} ${values.join(', ')}`,
    ...(values.length < 2 ? [] : [`${subject} ${values[0] ?? ''} and ${counted(values.length - 1, 'more value')}`]),
  ];
  return values.length === 0 ? subject : (lines.find(line => line.length <= maxLength) ?? subject);
}

/** A condition on one line; its structure (`all`, `any`, `not`) as operators. */
function conditionText(when: Json): string {
  if (!isJsonObject(when)) return shown(when);
  const parts = (key: string): string[] | null => {
    const value = ownValue(when, key);
    return Array.isArray(value) ? value.map(each => bracketed(conditionText(each))) : null;
  };
  const [all, any, not] = [parts('all'), parts('any'), ownValue(when, 'not')];
  return all?.join(' && ') ?? any?.join(' || ') ?? (not === undefined ? shown(when) : `!(${conditionText(not)})`);
}

/** Brackets around an operand whose own operators might bind less. */
function bracketed(condition: string): string {
  return /&&|\|\||\?/.test(condition) ? `(${condition})` : condition;
}

/**
 * What is said of an edit that makes no region: "no decision changes", or less if that is not proved.
 * @param complete true if the diff has no undecided regions
 */
export function noRegionInWords({ part, matters }: Pick<DiffEdit, 'part' | 'matters'>, complete: boolean): string {
  if (matters) return 'no decision changes by it alone';
  return complete || part === 'text' ? 'no decision changes' : 'no change found';
}

/** What there is to read in a diff, by id: the regions, and the edits that make none, but for those of texts alone. */
export function idsToRead({
  regions,
  edits,
  consequences,
}: Pick<SemanticDiff, 'regions' | 'edits' | 'consequences'>): string[] {
  const others = edits.filter(edit => edit.regions.length === 0 && !isOnlyText(edit, consequences));
  return [...regions, ...others].map(({ id }) => id);
}
