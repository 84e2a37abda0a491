import { isTable, ruleName, type Rule, type RuleSet, type ThresholdTable } from '../../engine/model/rule-set.ts';
import { withKey, type EditedPair, type KeyedRule, type KeyedVersion } from './edited-pairs.ts';

/** One thing that differs between two versions, with what undoes it. */
export interface Slot {
  /** What was edited: `rule r1@1 trigger`, `threshold u values.x`. */
  label: string;
  before: unknown;
  after: unknown;
  /** What is undone with it. */
  undo:
    | { of: 'frame'; write: (frame: KeyedVersion['frame']) => void }
    | { of: 'rule'; key: string; keys: readonly (keyof Rule)[] }
    | { of: 'whole'; key: string }
    | { of: 'place'; key: string }
    | null;
}

const partsOfRule: Readonly<Record<string, readonly (keyof Rule)[]>> = {
  name: ['id'],
  trigger: ['when'],
  unknown: ['onUnknown'],
  outcome: ['decide', 'to', 'payload'],
  time: ['effective'],
  status: ['status'],
  rollout: ['rollout'],
  text: ['title'],
};

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * The versions as far as a reader of the two files can tell: a rule whose id and what it does are both new is another rule.
 * @returns null if they cannot tell which rule became which, because two have the same content
 */
export function recognisable({ before, after, made }: EditedPair): EditedPair | null {
  const known = new Map(before.rules.map(({ key, rule }) => [key, rule]));
  const rules = after.rules.map(({ key, rule }) => {
    const ruleBefore = known.get(key);
    const isOther = ruleBefore !== undefined && ruleBefore.id !== rule.id && contentOf(ruleBefore) !== contentOf(rule);
    return { key: isOther ? `${key}-again` : key, rule };
  });
  const pair = { before, after: { ...after, rules }, made };
  const idsOf = (of: readonly KeyedRule[]) => new Set(of.map(({ rule }) => rule.id));
  const [idsBefore, idsAfter] = [idsOf(before.rules), idsOf(rules)];
  const alone = [
    ...before.rules.filter(({ rule }) => !idsAfter.has(rule.id)),
    ...rules.filter(({ rule }) => !idsBefore.has(rule.id)),
  ];
  const isAmbiguous = alone.some(one =>
    alone.some(other => one.key !== other.key && contentOf(one.rule) === contentOf(other.rule)),
  );
  // A new version number in a rule set that has several versions of the rule.
  const isBumped = rules.some(
    one =>
      known.has(one.key) &&
      known.get(one.key)?.version !== one.rule.version &&
      rules.some(other => other.key !== one.key && other.rule.id === one.rule.id),
  );
  // The id of a rule that is gone, or has another one, for a new rule.
  const isTaken = before.rules.some(
    ({ key, rule: { id } }) =>
      !rules.some(each => each.key === key && each.rule.id === id) &&
      rules.some(each => !known.has(each.key) && each.rule.id === id),
  );
  return isAmbiguous || isBumped || isTaken ? null : pair;
}

/** A renamed rule is recognised by what it decides when. */
function contentOf({ when, decide, to, payload, effective }: Rule): string {
  return JSON.stringify([when, decide, to, payload, effective]);
}

/**
 * The things that differ. @param moved the keys of the rules that moved, of which a reader has a choice: of two that swap, either did
 */
export function slotsOf({ before, after }: EditedPair, moved: readonly string[]): Slot[] {
  return [
    ...thresholdSlots(before, after),
    ...signalSlots(before, after),
    ...ruleSlots(before, after),
    ...moved.map((key): Slot => {
      const previous = ({ rules }: KeyedVersion): string | null => {
        const rule = rules[rules.findIndex(each => each.key === key) - 1];
        return rule === undefined ? null : ruleName(rule.rule);
      };
      const name = nameIn(after, key);
      return {
        label: `rule ${name} place`,
        before: previous(before),
        after: previous(after),
        undo: { of: 'place', key },
      };
    }),
    ...frameSlots(before, after),
  ];
}

export function nameIn({ rules }: KeyedVersion, key: string): string {
  const found = rules.find(each => each.key === key);
  return found === undefined ? '' : ruleName(found.rule);
}

function thresholdSlots({ frame: before }: KeyedVersion, { frame: after }: KeyedVersion): Slot[] {
  return namesOf(before.thresholds, after.thresholds).flatMap((name): Slot[] => {
    const [from, to] = [before.thresholds?.[name], after.thresholds?.[name]];
    if (from === undefined || to === undefined)
      return [{ label: `threshold ${name} whole`, before: from, after: to, undo: null }];
    if (typeof from === 'object' && typeof to === 'object' && isTable(from) && isTable(to)) {
      const entries = namesOf(from.values, to.values).map((entry): Slot => ({
        label: `threshold ${name} value values.${entry}`,
        before: from.values[entry],
        after: to.values[entry],
        undo: {
          of: 'frame',
          write: ({ thresholds = {} }) => {
            const table = thresholds[name] as ThresholdTable;
            thresholds[name] = { ...table, values: withKey(table.values, entry, from.values[entry]) };
          },
        },
      }));
      const own: Slot = {
        label: `threshold ${name} value value`,
        before: from.value,
        after: to.value,
        undo: {
          of: 'frame',
          write: ({ thresholds = {} }) => {
            thresholds[name] = withKey(thresholds[name] as ThresholdTable, 'value', from.value);
          },
        },
      };
      return [...entries, own].filter(isEdited);
    }
    return [
      {
        label: `threshold ${name} value`,
        before: from,
        after: to,
        undo: {
          of: 'frame' as const,
          write: ({ thresholds = {} }: KeyedVersion['frame']) => void (thresholds[name] = from),
        },
      },
    ].filter(isEdited);
  });
}

function signalSlots({ frame: before }: KeyedVersion, { frame: after }: KeyedVersion): Slot[] {
  return namesOf(before.signals, after.signals).flatMap((name): Slot[] => {
    const [from, to] = [before.signals?.[name], after.signals?.[name]];
    if (from === undefined || to === undefined)
      return [{ label: `signal ${name} whole`, before: from, after: to, undo: null }];
    const { description: textBefore, ...restBefore } = from;
    const { description: textAfter, ...restAfter } = to;
    const changed = namesOf(restBefore, restAfter).filter(
      key => !equal(restBefore[key as keyof typeof restBefore], restAfter[key as keyof typeof restAfter]),
    );
    const value: Slot = {
      label: `signal ${name} value`,
      before: pick(restBefore, changed),
      after: pick(restAfter, changed),
      undo: { of: 'frame', write: ({ signals = {} }) => void (signals[name] = from) },
    };
    const text: Slot = { label: `signal ${name} text`, before: textBefore, after: textAfter, undo: null };
    return [...(changed.length > 0 ? [value] : []), ...[text].filter(isEdited)];
  });
}

function ruleSlots(before: KeyedVersion, after: KeyedVersion): Slot[] {
  const ruleOf = ({ rules }: KeyedVersion, key: string) => rules.find(each => each.key === key)?.rule;
  const keys = [...new Set([...after.rules, ...before.rules].map(({ key }) => key))];
  return keys.flatMap((key): Slot[] => {
    const [from, to] = [ruleOf(before, key), ruleOf(after, key)];
    if (from === undefined || to === undefined) {
      const name = ruleName((to ?? from) as Rule);
      return [{ label: `rule ${name} whole`, before: from, after: to, undo: { of: 'whole', key } }];
    }
    const edited = Object.entries(partsOfRule).flatMap(([part, own]): Slot[] => {
      const changed = own.filter(each => !equal(from[each], to[each]));
      const undo: Slot['undo'] = part === 'text' ? null : { of: 'rule', key, keys: own };
      const [was, is] = [pick(from, changed), pick(to, changed)];
      return changed.length === 0 ? [] : [{ label: `rule ${ruleName(to)} ${part}`, before: was, after: is, undo }];
    });
    const isBumped = (from.version ?? 1) !== (to.version ?? 1);
    if (edited.length > 0 || !isBumped) return edited;
    return [{ label: `rule ${ruleName(to)} version`, before: from.version, after: to.version, undo: null }];
  });
}

function frameSlots({ frame: before }: KeyedVersion, { frame: after }: KeyedVersion): Slot[] {
  const changed = namesOf(before.default, after.default).filter(
    key => !equal(before.default?.[key as 'decide'], after.default?.[key as 'decide']),
  );
  const isOfBoth = before.default !== undefined && after.default !== undefined;
  const ofDefault = (of: RuleSet['default']) => (isOfBoth && of !== undefined ? pick(of, changed) : of);
  const own = (key: 'hitPolicy' | 'onUnknown' | 'default', label: string): Slot => ({
    label,
    before: key === 'default' ? ofDefault(before.default) : before[key],
    after: key === 'default' ? ofDefault(after.default) : after[key],
    undo: {
      of: 'frame',
      write: frame => {
        if (before[key] === undefined) delete frame[key];
        else Object.assign(frame, { [key]: before[key] });
      },
    },
  });
  const [from, to] = [before.targets?.['desk'], after.targets?.['desk']];
  const deadline = { before: from?.acknowledgeWithin, after: to?.acknowledgeWithin, undo: null };
  return [
    own('hitPolicy', 'rule-set hitPolicy value'),
    own('onUnknown', 'rule-set onUnknown value'),
    own('default', 'default default outcome'),
    { label: 'target desk value', ...deadline },
  ].filter(isEdited);
}

function isEdited({ before, after }: Slot): boolean {
  return !equal(before, after);
}

function namesOf(one: object = {}, other: object = {}): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

/** The values of some keys; of one key alone, its value; undefined if there is none. */
function pick(of: object, keys: readonly string[]): unknown {
  const values = of as Record<string, unknown>;
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return values[only];
  const found = keys.flatMap(key => (values[key] === undefined ? [] : [[key, values[key]] as const]));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** True if only these rules moved, and no fewer can have: all others are in their order, which every larger set of rules is not. */
export function areMoved({ before, after }: EditedPair, moved: readonly string[]): boolean {
  const places = new Map(after.rules.map(({ key }, place) => [key, place]));
  const both = before.rules.flatMap(({ key }) => places.get(key) ?? []);
  const names = before.rules.flatMap(({ key }) => (places.has(key) ? [key] : []));
  const subsets = names.reduce<number[][]>((all, _, at) => [...all, ...all.map(set => [...set, at])], [[]]);
  const isInOrder = (set: readonly number[]) =>
    set.every((at, index) => index === 0 || (both[set[index - 1] as number] as number) < (both[at] as number));
  const most = Math.max(...subsets.filter(isInOrder).map(({ length }) => length));
  const stays = names.flatMap((name, at) => (moved.includes(name) ? [] : [at]));
  return moved.every(key => places.has(key)) && stays.length === most && isInOrder(stays);
}

/** The version after without some of its edits, and with the signals and thresholds of both. */
export function without({ before, after }: EditedPair, slots: readonly Slot[], moved: readonly string[]): KeyedVersion {
  const frame = {
    ...after.frame,
    signals: { ...before.frame.signals, ...after.frame.signals },
    thresholds: { ...before.frame.thresholds, ...after.frame.thresholds },
  };
  for (const { undo } of slots) if (undo?.of === 'frame') undo.write(frame);
  const written = new Map<string, Rule>([...before.rules, ...after.rules].map(({ key, rule }) => [key, { ...rule }]));
  for (const { undo } of slots) {
    if (undo?.of !== 'rule') continue;
    const [rule, was] = [written.get(undo.key), before.rules.find(({ key }) => key === undo.key)?.rule];
    for (const key of undo.keys) {
      if (rule === undefined || was === undefined) continue;
      if (was[key] === undefined) delete rule[key];
      else Object.assign(rule, { [key]: was[key] });
    }
  }
  const undoneOf = (kind: 'whole' | 'place') => slots.flatMap(({ undo }) => (undo?.of === kind ? [undo.key] : []));
  const [wholes, places] = [undoneOf('whole'), undoneOf('place')];
  const keysBefore = before.rules.map(({ key }) => key);
  /** Rules that come back to where they were. */
  const back = keysBefore.filter(key => wholes.includes(key) || places.includes(key));
  const order = after.rules.map(({ key }) => key).filter(key => !wholes.includes(key) && !places.includes(key));
  const inPlace = new Set(order.filter(key => keysBefore.includes(key) && !moved.includes(key)));
  for (const key of back) {
    const earlier = keysBefore.slice(0, keysBefore.indexOf(key)).filter(each => inPlace.has(each));
    const last = Math.max(-1, ...earlier.map(each => order.indexOf(each)));
    order.splice(last + 1, 0, key);
    inPlace.add(key);
  }
  return { frame, rules: order.flatMap(key => ({ key, rule: written.get(key) as Rule })) };
}
