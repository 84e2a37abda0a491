import type { ConditionTrace, DecisionRecord, MissingSignal, RuleTrace } from '../../engine/model/decision-record.ts';
import { ruleName, type HitPolicy } from '../../engine/model/rule-set.ts';
import { isSkippedSafetyRule } from '../../engine/model/skipped-rules.ts';
import { ruleMark, type RuleMark } from './marks.ts';

/** A row of the trace tree. `level` counts from 1, like `aria-level`. */
export type Row = RowPlace &
  (
    | { kind: 'group'; label: string; open: boolean }
    | { kind: 'rule'; rule: RuleTrace; name: string; mark: RuleMark; open: boolean }
    | { kind: 'clause'; node: ConditionTrace; label: string | null }
    | { kind: 'default'; decides: boolean }
  );

interface RowPlace {
  key: string;
  level: number;
  /** The key of the row above it in the tree. */
  parent: string | null;
  /** Position among the siblings, from 1, and how many there are. */
  position: number;
  siblings: number;
}

/** Above this many rules they are grouped, the deciding one first, and can be filtered. */
export const groupFrom = 20;
const openAllUpTo = 12;

export interface RowOptions {
  hitPolicy: HitPolicy;
  /** The rows, by key, that the person opened (true) or closed (false). */
  toggled: ReadonlyMap<string, boolean>;
  filter: string;
  /** Index of a rule whose group must be open; null for none. */
  show: number | null;
}

/** The visible rows of the tree, in order. */
export function traceRows(record: DecisionRecord, { hitPolicy, toggled, filter, show }: RowOptions): Row[] {
  const rules = record.trace?.rules ?? [];
  const wanted = rules.filter(rule => matches(rule, record.missing, filter));
  const open = (key: string, byDefault: boolean) => toggled.get(key) ?? byDefault;
  const openByDefault = (rule: RuleTrace) => rule.decides || isSkippedSafetyRule(rule) || rules.length <= openAllUpTo;
  const fallback = { key: 'default', parent: null, kind: 'default', decides: record.rule === null } as const;
  const ruleRows = (of: readonly RuleTrace[], level: number, parent: string | null, after = 0) =>
    of.flatMap((rule, i) => {
      const name = ruleName(rule.rule);
      const key = `rule ${rule.index}`;
      const isOpen = open(key, openByDefault(rule));
      const place = { key, level, parent, position: i + 1, siblings: of.length + after };
      const row: Row = { ...place, kind: 'rule', rule, name, mark: ruleMark(rule, record.missing), open: isOpen };
      return isOpen ? [row, ...conditionRows(rule.condition, key, level + 1)] : [row];
    });

  if (rules.length <= groupFrom) {
    const rows = ruleRows(wanted, 1, null, 1);
    return filter.trim() === '' || 'default'.includes(filter.trim().toLowerCase())
      ? [...rows, { ...fallback, level: 1, position: wanted.length + 1, siblings: wanted.length + 1 }]
      : rows;
  }
  const groups = grouped(wanted, hitPolicy);
  const shownGroups = groups.filter(
    ({ rules: members, key }) => members.length > 0 || (key === 'decides' && record.rule === null),
  );
  return shownGroups.flatMap(({ key: group, label, rules: members, openByDefault: byDefault }, i) => {
    const key = `group ${group}`;
    const mustShow = filter.trim() !== '' || members.some(({ index }) => index === show);
    const isOpen = open(key, byDefault || mustShow);
    const place = { key, level: 1, parent: null, position: i + 1, siblings: shownGroups.length };
    const header: Row = { ...place, kind: 'group', label, open: isOpen };
    if (!isOpen) return [header];
    const isDefault = group === 'decides' && record.rule === null;
    const inside: Row[] = isDefault
      ? [{ ...fallback, level: 2, parent: key, position: 1, siblings: 1 }]
      : ruleRows(members, 2, key);
    return [header, ...inside];
  });
}

function matches(rule: RuleTrace, missing: readonly MissingSignal[], filter: string): boolean {
  const words = filter.trim().toLowerCase().split(/\s+/);
  const text = [
    ruleName(rule.rule),
    rule.title,
    rule.decision,
    rule.to,
    ruleMark(rule, missing).words,
    rule.condition.text,
  ]
    .join(' ')
    .toLowerCase();
  return words.every(word => text.includes(word));
}

interface Group {
  key: string;
  label: string;
  rules: RuleTrace[];
  openByDefault: boolean;
}

function grouped(rules: readonly RuleTrace[], hitPolicy: HitPolicy): Group[] {
  const deciding = rules.filter(({ decides }) => decides);
  const skipped = rules.filter(isSkippedSafetyRule);
  const shadows = rules.filter(({ shadow }) => shadow);
  const others = rules.filter(rule => !rule.decides && !rule.shadow && !isSkippedSafetyRule(rule));
  const decides: Group = { key: 'decides', label: 'Decides', rules: deciding, openByDefault: true };
  const group = (key: string, label: string, members: RuleTrace[], openByDefault: boolean): Group => ({
    key,
    label: `${label} (${members.length})`,
    rules: members,
    openByDefault,
  });
  const skippedGroup = group('skipped', 'Skipped safety rules', skipped, true);
  const shadowGroup = group('shadow', 'Shadow rules, which decide nothing', shadows, false);
  if (hitPolicy === 'first') {
    const before = others.filter(({ reached }) => reached);
    const after = others.filter(({ reached }) => !reached);
    const decided = deciding.length > 0;
    return [
      decides,
      skippedGroup,
      group('before', decided ? 'Before it' : 'No rule fires', before, true),
      group('after', 'After it, not reached', after, false),
      shadowGroup,
    ];
  }
  const firing = others.filter(({ fires }) => fires);
  const quiet = others.filter(({ fires }) => !fires);
  return [
    decides,
    skippedGroup,
    group('firing', 'Also fire', firing, true),
    group('quiet', 'Do not fire', quiet, false),
    shadowGroup,
  ];
}

/** The rows of a condition. If its top level is `all`, the parts are listed without a heading. */
function conditionRows(root: ConditionTrace, parent: string, level: number): Row[] {
  const top = root.kind === 'all' ? root.children : [root];
  return top.flatMap((node, i) =>
    nodeRows(node, { key: `${parent} ${i}`, level, parent, position: i + 1, siblings: top.length }, null),
  );
}

const branchLabels = ['if', 'then', 'else'];

function nodeRows(node: ConditionTrace, place: RowPlace, label: string | null): Row[] {
  const row: Row = { ...place, kind: 'clause', node, label };
  const children = node.children.flatMap((child, i) => {
    const key = `${place.key} ${i}`;
    const below = { key, level: place.level + 1, parent: place.key, position: i + 1, siblings: node.children.length };
    return nodeRows(child, below, node.kind === 'if' ? (branchLabels[i] ?? null) : null);
  });
  return [row, ...children];
}

/** The labels of conditions that have parts. */
export const connectives: Record<'all' | 'any' | 'not' | 'if', string> = {
  all: 'all of',
  any: 'any of',
  not: 'not',
  if: 'depending on',
};
