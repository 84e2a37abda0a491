import { bucketName, buckets, hasBuckets } from '../model/rollout.ts';
import {
  type Derivation,
  isEvaluated,
  type ConditionSource,
  type Rule,
  type RuleSet,
  type Signal,
} from '../model/rule-set.ts';
import { fieldsOfTime, localTime, rangeOfField, type TimeField } from '../model/time/time-zone.ts';
import type { ASTNode } from './syntax-tree.ts';

/** The name of the decision time in conditions. */
export const decisionTime = 'at';

/** The part of a rule set that says which derived signals there are. */
export type Deriving = Pick<RuleSet, 'signals'> &
  Partial<Pick<RuleSet, 'escalation' | 'rules' | 'assumptions' | 'invariants'>>;

/** The signals that conditions read without being in the input: the decision time with its fields, the buckets of rollouts, and whether grants match. */
export function derivedSignals(ruleSet: Deriving): Map<string, Signal> {
  return new Map([...signalsOfTime(ruleSet), ...signalsOfRollouts(ruleSet), ...signalsOfGrants(ruleSet)]);
}

/**
 * The decision time `at`, unless a signal has that name, and each of its fields that a condition names, such as `at.getHours("Europe/Berlin")`. A field is
 * a signal of its own, named as it is written, so that comparisons with it are exact.
 */
function signalsOfTime(ruleSet: Deriving): Map<string, Signal> {
  const derived = new Map<string, Signal>();
  if ((ruleSet.escalation ?? 1) < 2 || declaresTime(Object.keys(ruleSet.signals ?? {}))) return derived;
  derived.set(decisionTime, signalOf({ kind: 'time' }));
  for (const text of expressionsOf(ruleSet)) {
    for (const [, field, ...zones] of text.matchAll(clockCall)) {
      const zone = zones.find(each => each !== undefined) ?? null;
      if (!isTimeField(field) || (zone !== null && localTime(new Date(0), zone) === undefined)) continue;
      derived.set(clockName(field, zone), signalOf({ kind: 'clock', field, zone }));
    }
  }
  return derived;
}

/** The bucket of an input for each rule with a rollout, and each signal that determines it: `rollout("unsure", conversation.id)`. */
function signalsOfRollouts({ signals = {}, rules = [] }: Deriving): Map<string, Signal> {
  const derived = new Map<string, Signal>();
  for (const rule of rules) {
    if (rule.rollout === undefined || !isEvaluated(rule)) continue;
    const { by } = rule.rollout;
    const of = Object.hasOwn(signals, by) ? signals[by] : undefined;
    if (of !== undefined && hasBuckets(of))
      derived.set(bucketName(rule, by), signalOf({ kind: 'bucket', rule: rule.id, by, of }));
  }
  return derived;
}

/** True if a rule set has a signal of the decision time's name, or inside it, which then takes its place. */
export function declaresTime(signals: Iterable<string>): boolean {
  return [...signals].some(name => name === decisionTime || name.startsWith(`${decisionTime}.`));
}

const clockCall = /\bat\s*\.\s*(get\w+)\s*\(\s*(?:"([^"\\]*)"|'([^'\\]*)')?\s*\)/g;

function* expressionsOf({ rules = [], assumptions = [], invariants = [] }: Deriving): Generator<string> {
  for (const { when } of rules) yield* textsOf(when);
  for (const { when, holds } of assumptions) yield* [...textsOf(when), ...textsOf(holds)];
  for (const { when } of invariants) yield* textsOf(when);
}

/** The expressions of a condition as written, which need not conform to the schema. */
function* textsOf(source: ConditionSource | undefined): Generator<string> {
  const pending: unknown[] = [source];
  for (let part = pending.pop(); pending.length > 0 || part !== undefined; part = pending.pop()) {
    if (typeof part === 'string') yield part;
    else if (typeof part === 'object' && part !== null) pending.push(...(Object.values(part) as unknown[]));
  }
}

/** The name of the signal that says whether a grant of a rule matches the case. */
export function grantName(rule: string): string {
  return `granted(${JSON.stringify(rule)})`;
}

/** The rules for which a grant matches, by the values of signals, in the order of the signals. */
export function grantedIn(signals: ReadonlyMap<string, Signal>, values: ReadonlyMap<string, unknown>): string[] {
  return [...signals].flatMap(([name, { derived }]) =>
    derived?.kind === 'grant' && values.get(name) === true ? [derived.rule] : [],
  );
}

/** True if a reviewer can grant more than the action that a rule hands over: nobody can allow what it denies, and agents cannot allow anything. */
export function isGrantable({ decide, grant }: Pick<Rule, 'decide' | 'grant'>): boolean {
  return typeof grant === 'object' && grant !== null && decide === 'escalate';
}

/** The signals whose values a grant holds. */
export function boundSignals({ grant }: Pick<Rule, 'grant'>): string[] {
  if (typeof grant !== 'object' || grant === null) return [];
  const { bind, scope } = grant;
  const names = Array.isArray(bind) ? bind.filter(name => typeof name === 'string') : [];
  return [...new Set(typeof scope === 'string' ? [...names, scope] : names)];
}

/** For each rule with a `grant`, whether one matches the case: `granted("ask")`. In alphabetical order, so that moving a rule changes nothing. */
function signalsOfGrants({ rules = [] }: Deriving): [name: string, signal: Signal][] {
  const byId = new Map<string, Rule[]>();
  for (const rule of rules) {
    if (typeof rule.id === 'string' && isGrantable(rule)) byId.set(rule.id, [...(byId.get(rule.id) ?? []), rule]);
  }
  return [...byId]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, versions]) => {
      const evaluated = versions.filter(isEvaluated);
      const [first = [], ...others] = evaluated.map(boundSignals);
      const needs = first.filter(name => others.every(each => each.includes(name))).sort();
      const signal = signalOf({ kind: 'grant', rule: id, needs });
      return [grantName(id), evaluated.length > 0 ? signal : { ...signal, const: false }];
    });
}

function isTimeField(name: string | undefined): name is TimeField {
  return name !== undefined && Object.hasOwn(fieldsOfTime, name);
}

function clockName(field: TimeField, zone: string | null): string {
  return `${decisionTime}.${field}(${zone === null ? '' : JSON.stringify(zone)})`;
}

/** The name of the derived signal that a call names: `at.getHours("Europe/Berlin")`, `granted("ask")`. Undefined for other nodes. */
export function nameOfCall(node: ASTNode): string | undefined {
  const rule = grantedRule(node);
  if (rule !== undefined) return grantName(rule.name);
  if (node.op !== 'rcall') return undefined;
  const [field, receiver, [zone, ...more]] = node.args;
  if (!isTimeField(field) || receiver.op !== 'id' || receiver.args !== decisionTime || more.length > 0)
    return undefined;
  if (zone === undefined) return clockName(field, null);
  return zone.op === 'value' && typeof zone.args === 'string' ? clockName(field, zone.args) : undefined;
}

/** The rule that `granted("ask")` names, and the place of its name; undefined for other nodes. */
export function grantedRule(node: ASTNode): { name: string; start: number; end: number } | undefined {
  if (node.op !== 'call' || node.args[0] !== grantFunction) return undefined;
  const [argument, ...more] = node.args[1];
  if (argument?.op !== 'value' || typeof argument.args !== 'string' || more.length > 0) return undefined;
  const isQuoted = argument.end - argument.start === argument.args.length + 2;
  const inset = isQuoted ? 1 : 0;
  return { name: argument.args, start: argument.start + inset, end: argument.end - inset };
}

/** The function of conditions that says whether a grant matches the case. */
export const grantFunction = 'granted';

export function isGrantCall(node: ASTNode): boolean {
  return node.op === 'call' && node.args[0] === grantFunction;
}

/** The signals that CEL needs in place of a derived one which it computes itself. */
export function readInPlaceOf(name: string, signal: Signal | undefined): string {
  return signal?.derived?.kind === 'clock' ? decisionTime : name;
}

function signalOf(derived: Derivation): Signal {
  switch (derived.kind) {
    case 'time':
      return {
        type: 'string',
        format: 'date-time',
        required: true,
        description: 'The decision time. It is in every record, so that a decision can be made again.',
        derived,
      };
    case 'clock': {
      const [minimum, maximum] = rangeOfField[derived.field];
      const where = derived.zone ?? 'UTC';
      const description = `A field of the decision time on a clock in ${where}, as CEL counts it.`;
      return { type: 'integer', minimum, maximum, required: true, description, derived };
    }
    case 'bucket':
      return { type: 'integer', minimum: 0, maximum: buckets - 1, required: true, derived };
    case 'grant': {
      const description = `Whether a grant of ${derived.rule} matches the case.`;
      return { type: 'boolean', default: false, required: true, description, derived };
    }
  }
}
