import { isJsonObject } from '../../model/json.ts';
import { fallbackKeys, type PayloadContract, type RuleSet } from '../../model/rule-set.ts';
import { differences, own, same } from '../sections.ts';
import { changedKeys, editOf, picked, wholeEdit, type Edit } from './edit.ts';

const targetTexts = new Set(['title', 'description']);

/** One edit for each key of a target, and one for its texts. */
export function targetEdits(before: RuleSet, after: RuleSet): Edit[] {
  return differences(before.targets, after.targets).flatMap(({ name, before: left, after: right }) => {
    const path = ['targets', name];
    if (left === undefined || right === undefined)
      return [wholeEdit('target', name, path, { before: left, after: right })];
    return keyed('target', name, path, { before: left, after: right, isText: key => targetTexts.has(key) });
  });
}

/** One edit for each field of a payload contract, with the schema of this field, one for the rest of the schema, and one for the text. */
export function payloadEdits(before: RuleSet, after: RuleSet): Edit[] {
  return differences(before.payloads, after.payloads).flatMap(({ name, before: left, after: right }) => {
    const path = ['payloads', name];
    if (left === undefined || right === undefined)
      return [wholeEdit('payload', name, path, { before: left, after: right })];
    const fields = new Set([...namesOfFields(right), ...namesOfFields(left)]);
    return [
      ...[...fields].flatMap(field => {
        const [from, to] = [fieldOf(left, field), fieldOf(right, field)];
        if (same(from, to)) return [];
        const changed = changedKeys(from, to);
        const at = own(right.fields, field) === undefined ? path : [...path, 'fields', field];
        const values = { before: picked(from, changed), after: picked(to, changed) };
        return [editOf({ about: 'payload', name, part: 'value', key: field, path: at, side: 'after', ...values })];
      }),
      ...(same(withoutFields(left), withoutFields(right))
        ? []
        : [
            editOf({
              about: 'payload',
              name,
              part: 'value',
              key: 'schema',
              path: right.schema === undefined ? path : [...path, 'schema'],
              side: 'after',
              before: withoutFields(left),
              after: withoutFields(right),
            }),
          ]),
      ...textEdits('payload', name, path, { before: left, after: right, isText: key => key === 'description' }),
    ];
  });
}

function namesOfFields({ fields, schema, sensitive = [] }: PayloadContract): string[] {
  return [...Object.keys(fields), ...Object.keys(propertiesOf(schema)), ...requiredOf(schema), ...sensitive];
}

/** What a contract says about one field. */
function fieldOf({ fields, schema, sensitive = [] }: PayloadContract, field: string): object {
  const [value, property] = [own(fields, field), own(propertiesOf(schema), field)];
  return {
    ...(value === undefined ? {} : { value }),
    ...(property === undefined ? {} : { schema: property }),
    ...(requiredOf(schema).includes(field) ? { required: true } : {}),
    ...(sensitive.includes(field) ? { sensitive: true } : {}),
  };
}

function propertiesOf(schema: PayloadContract['schema']): Record<string, unknown> {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) ? properties : {};
}

function requiredOf(schema: PayloadContract['schema']): string[] {
  const required = isJsonObject(schema) ? schema['required'] : undefined;
  return Array.isArray(required) ? required.filter(each => typeof each === 'string') : [];
}

/** The schema without what it says about each field. */
function withoutFields({ schema }: PayloadContract): unknown {
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'properties' && key !== 'required'));
}

/** The policies, the outcome where no rule decides, and all that is said about the rule set. */
export function ruleSetEdits(before: RuleSet, after: RuleSet): Edit[] {
  return [
    ...(['hitPolicy', 'onUnknown'] as const).flatMap(key => keyEdit(key, before, after)),
    ...defaultEdits(before, after),
    ...(['escalation', 'name', 'version', 'description', 'owner', 'rollback'] as const).flatMap(key =>
      keyEdit(key, before, after),
    ),
  ];
}

/** One edit for the outcome where no rule decides, and one for its texts; a single one if it is new or gone. */
function defaultEdits({ default: before }: RuleSet, { default: after }: RuleSet): Edit[] {
  const outcome: string[] = ['decide', 'to', 'payload', ...fallbackKeys];
  const details = { about: 'default', name: 'default', part: 'outcome' } as const;
  if (before === undefined || after === undefined) {
    if (before === after) return [];
    const side = after === undefined ? 'before' : 'after';
    return [editOf({ ...details, key: '', path: ['default'], side, before, after })];
  }
  const changed = changedKeys(before, after);
  const own = changed.filter(key => outcome.includes(key));
  const [only] = own;
  const path = ['default', ...(own.length === 1 && only !== undefined && only in after ? [only] : [])];
  const values = { before: picked(before, own), after: picked(after, own) };
  return [
    ...(own.length === 0 ? [] : [editOf({ ...details, key: own.join(', '), path, side: 'after', ...values })]),
    ...textEdits('default', 'default', ['default'], { before, after, isText: key => !outcome.includes(key) }),
  ];
}

function keyEdit(key: keyof RuleSet, before: RuleSet, after: RuleSet): Edit[] {
  if (same(before[key], after[key])) return [];
  return [
    editOf({
      about: 'rule-set',
      name: key,
      part: ['hitPolicy', 'onUnknown'].includes(key) ? 'value' : 'text',
      key: '',
      path: [key],
      side: after[key] === undefined ? 'before' : 'after',
      before: before[key],
      after: after[key],
    }),
  ];
}

/** Assumptions are matched by what they say, or else by their place; invariants by id; the governance by key. */
export function guaranteeEdits(before: RuleSet, after: RuleSet): Edit[] {
  const [left, right] = [before.assumptions ?? [], after.assumptions ?? []];
  const missingFrom = (others: readonly object[]) => (each: object) => !others.some(other => same(each, other));
  const removed = left.filter(missingFrom(right));
  const assumptions = right.filter(missingFrom(left)).map((assumption, at) => {
    const place = right.indexOf(assumption);
    const [name, was] = [`assumption ${place + 1}`, removed[at]];
    const values = { before: was, after: assumption };
    return editOf({
      about: 'assumption',
      name,
      part: was === undefined ? 'whole' : 'value',
      key: '',
      path: ['assumptions', place],
      side: 'after',
      ...values,
    });
  });
  const gone = removed.slice(assumptions.length).map(assumption => {
    const place = left.indexOf(assumption);
    return wholeEdit('assumption', `assumption ${place + 1}`, ['assumptions', place], {
      before: assumption,
      after: undefined,
    });
  });
  return [...assumptions, ...gone, ...invariantEdits(before, after), ...governanceEdits(before, after)];
}

function invariantEdits({ invariants: left = [] }: RuleSet, { invariants: right = [] }: RuleSet): Edit[] {
  const byId = (invariants: typeof left) => Object.fromEntries(invariants.map(each => [each.id, each]));
  return differences(byId(left), byId(right)).map(({ name, before, after }) => {
    const place = (after === undefined ? left : right).findIndex(({ id }) => id === name);
    const path = ['invariants', place];
    if (before === undefined || after === undefined) return wholeEdit('invariant', name, path, { before, after });
    const changed = changedKeys(before, after);
    const [only] = changed;
    const isText = changed.every(key => key === 'reason');
    const values = { before: picked(before, changed), after: picked(after, changed) };
    return editOf({
      about: 'invariant',
      name,
      part: isText ? 'text' : 'value',
      key: changed.join(', '),
      path: changed.length === 1 && only !== undefined && only in after ? [...path, only] : path,
      side: 'after',
      ...values,
    });
  });
}

/** One edit for each number of approvals, and for each other key. */
function governanceEdits({ governance: left = {} }: RuleSet, { governance: right = {} }: RuleSet): Edit[] {
  const numbers = differences(left.requiredApprovals, right.requiredApprovals).map(({ name, before, after }) => {
    const path = ['governance', 'requiredApprovals', ...(after === undefined ? [] : [name])];
    const key = `requiredApprovals.${name}`;
    return editOf({ about: 'governance', name: 'governance', part: 'value', key, path, side: 'after', before, after });
  });
  const others = keyed('governance', 'governance', ['governance'], {
    before: { ...left, requiredApprovals: null },
    after: { ...right, requiredApprovals: null },
    isText: () => false,
  });
  return [...numbers, ...others];
}

interface Keyed {
  before: object;
  after: object;
  isText: (key: string) => boolean;
}

/** One edit for all texts. */
function textEdits(about: Edit['about'], name: string, path: Edit['path'], { before, after, isText }: Keyed): Edit[] {
  const changed = changedKeys(before, after).filter(isText);
  const [only] = changed;
  if (only === undefined) return [];
  const at = changed.length === 1 && only in after ? [...path, only] : path;
  const values = { before: picked(before, changed), after: picked(after, changed) };
  return [editOf({ about, name, part: 'text', key: changed.join(', '), path: at, side: 'after', ...values })];
}

/** One edit for each key with a meaning, and one for all texts. */
function keyed(about: Edit['about'], name: string, path: Edit['path'], keys: Keyed): Edit[] {
  const { before, after, isText } = keys;
  return [
    ...changedKeys(before, after)
      .filter(key => !isText(key))
      .map(key => {
        const at = key in after ? [...path, key] : path;
        const values = { before: picked(before, [key]), after: picked(after, [key]) };
        return editOf({ about, name, part: 'value', key, path: at, side: 'after', ...values });
      }),
    ...textEdits(about, name, path, keys),
  ];
}
