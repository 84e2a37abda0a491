import { thresholdOf } from '../../condition/declarations.ts';
import { isTable, type RuleSet, type ThresholdTable } from '../../model/rule-set.ts';
import { differences } from '../sections.ts';
import { changedKeys, editOf, picked, wholeEdit, type Edit } from './edit.ts';

/** Keys of a signal and of a threshold that only people and forms read. */
const texts = new Set(['title', 'description', 'examples', 'default', 'unit', 'minimum', 'maximum', 'step']);
const signalTexts = new Set(['title', 'description', 'examples', 'default', 'unit']);

/** One edit for what a signal can be, and one for what is said about it. */
export function signalEdits(before: RuleSet, after: RuleSet): Edit[] {
  return differences(before.signals, after.signals).flatMap(({ name, before: left, after: right }) => {
    const path = ['signals', name];
    if (left === undefined || right === undefined)
      return [wholeEdit('signal', name, path, { before: left, after: right })];
    return keyEdits('signal', name, path, { before: left, after: right, isText: key => signalTexts.has(key) });
  });
}

/** One edit for the value of a threshold, or one for each changed entry of a table, and one for what is said about it. */
export function thresholdEdits(before: RuleSet, after: RuleSet): Edit[] {
  return differences(before.thresholds, after.thresholds).flatMap(({ name, before: left, after: right }) => {
    const path = ['thresholds', name];
    if (left === undefined || right === undefined)
      return [wholeEdit('threshold', name, path, { before: left, after: right })];
    const [from, to] = [thresholdOf(left), thresholdOf(right)];
    const said = keyEdits('threshold', name, path, {
      before: from,
      after: to,
      isText: key => texts.has(key),
      keys: key => texts.has(key),
    });
    if (isTable(from) && isTable(to) && from.per === to.per && from.format === to.format)
      return [...entryEdits(name, path, from, to), ...said];
    if (isTable(from) || isTable(to) || from.format !== to.format) {
      const keys = ['value', 'per', 'values', 'format'];
      const values = { before: picked(from, keys), after: picked(to, keys) };
      return [editOf({ about: 'threshold', name, part: 'value', key: '', path, side: 'after', ...values }), ...said];
    }
    if (from.value === to.value) return said;
    const valuePath = typeof right === 'object' ? [...path, 'value'] : path;
    const values = { before: from.value, after: to.value };
    return [
      editOf({ about: 'threshold', name, part: 'value', key: '', path: valuePath, side: 'after', ...values }),
      ...said,
    ];
  });
}

function entryEdits(name: string, path: Edit['path'], before: ThresholdTable, after: ThresholdTable): Edit[] {
  const entries = differences(before.values, after.values).map(({ name: entry, before: left, after: right }) =>
    editOf({
      about: 'threshold',
      name,
      part: 'value',
      key: `values.${entry}`,
      path: right === undefined ? [...path, 'values'] : [...path, 'values', entry],
      side: 'after',
      before: left,
      after: right,
    }),
  );
  if (before.value === after.value) return entries;
  const values = { before: before.value, after: after.value };
  const valuePath = after.value === undefined ? path : [...path, 'value'];
  return [
    ...entries,
    editOf({ about: 'threshold', name, part: 'value', key: 'value', path: valuePath, side: 'after', ...values }),
  ];
}

interface Keyed {
  before: object;
  after: object;
  isText: (key: string) => boolean;
  /** The keys that are compared; all if absent. */
  keys?: (key: string) => boolean;
}

/** At most two edits of one thing: one for the keys with a meaning, and one for texts. */
function keyEdits(
  about: Edit['about'],
  name: string,
  path: Edit['path'],
  { before, after, isText, keys = () => true }: Keyed,
): Edit[] {
  const changed = changedKeys(before, after).filter(keys);
  return [false, true].flatMap(text => {
    const own = changed.filter(key => isText(key) === text);
    const [only] = own;
    if (only === undefined) return [];
    return [
      editOf({
        about,
        name,
        part: text ? 'text' : 'value',
        key: own.join(', '),
        path: own.length === 1 && only in after ? [...path, only] : path,
        side: 'after',
        before: picked(before, own),
        after: picked(after, own),
      }),
    ];
  });
}
