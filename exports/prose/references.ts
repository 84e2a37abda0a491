import { escalationPath, isReservedName, writtenClausesOf, whenIn, type CompiledRuleSet } from '../../engine/index.ts';
import {
  isTable,
  type DefaultOutcome,
  type Signal,
  type Target,
  type Threshold,
  type ThresholdTable,
} from '../../engine/model/rule-set.ts';
import { pickFallbacks } from '../../engine/model/outcome.ts';
import { listed } from '../../report/counts.ts';
import { wayText, waysFrom } from '../../report/handoffs.ts';
import { codeSpan } from '../../report/markdown.ts';
import { sentence } from '../../report/region-sentence.ts';
import { inert, oneLine, prose } from './inert.ts';
import type { Item } from './item.ts';
import { endOrTarget, targetName } from './target-words.ts';

type FiringRules = CompiledRuleSet['rules'];

/** All targets that a handoff of these outcomes can reach, with what happens if it is not answered. */
export function targetItems(
  { ruleSet: { targets = {} } }: CompiledRuleSet,
  outcomes: readonly DefaultOutcome[],
): Item[] {
  const names = new Set<string>();
  for (const outcome of outcomes) {
    const { to } = outcome;
    if (to === undefined) continue;
    const path = escalationPath(targets, { to, fallbacks: pickFallbacks(outcome) });
    for (const { name } of path.targets) names.add(name);
  }
  return [...names].flatMap(name => {
    const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
    return target === undefined
      ? []
      : [{ name, lines: [targetLine(name, target, targets), ...wayLines(name, targets)] }];
  });
}

function targetLine(name: string, target: Target, targets: Readonly<Record<string, Target>>): string {
  const { kind, channel, description, hours, approvals = 1, rounds } = target;
  const through = channel === undefined ? '' : `, through ${inert(codeSpan(oneLine(channel)))}`;
  const more = [
    ...(description === undefined ? [] : [sentence(prose(description))]),
    ...(hours === undefined
      ? []
      : [`Open ${listed(hours.days)}, ${hours.from} to ${hours.until} (${prose(hours.timezone)}).`]),
    ...(approvals === 1 ? [] : [`${approvals} different people must approve.`]),
    ...(rounds === undefined ? [] : [`Can be asked ${rounds === 1 ? 'once' : `${rounds} times`}.`]),
  ];
  return [`- ${targetName(name, targets)}: ${kind === 'human' ? 'people' : 'an agent'}${through}.`, ...more].join(' ');
}

function wayLines(name: string, targets: Readonly<Record<string, Target>>): string[] {
  const { edges } = escalationPath(targets, { to: name, fallbacks: {} });
  const { failOpen } = targets[name] ?? {};
  return waysFrom(edges, name).map(({ to, isEnd, edges: ways }) => {
    const why = listed(ways.map(wayText), 'or');
    if (ways[0]?.why === 'joins') return `   - ${targetName(to, targets)} ${why}.`;
    const limit =
      isEnd && to === 'resume' && failOpen !== undefined ? `, at most ${failOpen.atMost} times in ${failOpen.per}` : '';
    return `   - If ${why}: ${endOrTarget(to, targets)}${limit}.`;
  });
}

/** The contracts of the payloads that these outcomes hand over. */
export function payloadItems(
  { ruleSet: { payloads = {} } }: CompiledRuleSet,
  outcomes: readonly DefaultOutcome[],
): Item[] {
  const names = new Set(outcomes.flatMap(({ payload }) => (payload === undefined ? [] : [payload])));
  return [...names].flatMap(name => {
    const contract = Object.hasOwn(payloads, name) ? payloads[name] : undefined;
    if (contract === undefined) return [];
    const fields = Object.entries(contract.fields).map(([field, source]) =>
      field === source ? codeSpan(oneLine(field)) : `${codeSpan(oneLine(field))} from ${codeSpan(oneLine(source))}`,
    );
    const description = contract.description === undefined ? '' : ` ${sentence(prose(contract.description))}`;
    const lines = [`- \`${name}\`:${description}`, `   - Fields: ${inert(listed(fields))}.`];
    return [{ name, lines: fields.length === 0 ? lines.slice(0, 1) : lines }];
  });
}

/** The thresholds that the conditions of these rules name. */
export function thresholdItems({ declarations }: CompiledRuleSet, rules: FiringRules): Item[] {
  const names = new Set(clausesIn(rules).flatMap(({ thresholds }) => thresholds));
  return [...names].flatMap(name => {
    const threshold = declarations.thresholds.get(name);
    if (threshold === undefined) return [];
    const description = threshold.description === undefined ? '' : ` ${sentence(prose(threshold.description))}`;
    return [{ name, lines: [`- \`${name}\`: ${valueWords(threshold)}.${description}`] }];
  });
}

/** "50 USD for `free`, 200 USD for `gold`, by `customer.tier`; 20 USD for all others" */
function valueWords(threshold: Threshold | ThresholdTable): string {
  const unit = threshold.unit === undefined ? '' : ` ${prose(threshold.unit)}`;
  const said = (value: string | number | boolean) =>
    typeof value === 'string' && threshold.format === undefined ? inert(codeSpan(oneLine(value))) : `${value}${unit}`;
  if (!isTable(threshold)) return said(threshold.value);
  const entries = Object.entries(threshold.values).map(
    ([key, value]) => `${said(value)} for ${inert(codeSpan(oneLine(key)))}`,
  );
  const others = threshold.value === undefined ? '' : `; ${said(threshold.value)} for all others`;
  return `${listed(entries)}, by \`${threshold.per}\`${others}`;
}

/** The signals that the conditions of these rules read. */
export function signalItems({ declarations: { signals } }: CompiledRuleSet, rules: FiringRules): Item[] {
  const names = new Set(clausesIn(rules).flatMap(clause => clause.signals));
  return [...names].flatMap(name => {
    const signal = signals.get(name);
    if (signal === undefined || signal.derived !== undefined || isReservedName(name)) return [];
    return [{ name, lines: [`- \`${name}\`: ${signalWords(signal)}`] }];
  });
}

function signalWords(signal: Signal): string {
  const { type, format, unit, description, maxAge, counts, by = [], within } = signal;
  const kind = format === 'duration' ? 'duration' : format === 'date-time' ? 'time' : type === 'array' ? 'list' : type;
  const counting = by.length === 0 ? '' : ` with the same ${listed(by.map(name => `\`${name}\``))}`;
  return [
    `${kind}${unit === undefined ? '' : ` in ${prose(unit)}`}.`,
    ...(description === undefined ? [] : [sentence(prose(description))]),
    ...(counts === undefined
      ? []
      : [`Counts the events \`${counts}\`${counting}${within === undefined ? '' : ` of the last ${within}`}.`]),
    ...(maxAge === undefined ? [] : [`Unknown if older than ${maxAge}.`]),
  ].join(' ');
}

function clausesIn(rules: FiringRules) {
  return rules.flatMap(({ rule, condition }) => writtenClausesOf(whenIn(rule, condition)));
}
