import {
  conditionWords,
  isGrantable,
  parseTemplate,
  thresholdNames,
  whenIn,
  type CompiledRuleSet,
} from '../../engine/index.ts';
import { fallbackKeys, type DefaultOutcome, type Fallback, type Rule } from '../../engine/model/rule-set.ts';
import { codeSpan } from '../../report/markdown.ts';
import { listed } from '../../report/counts.ts';
import { sentence } from '../../report/region-sentence.ts';
import { periodInWords } from '../../report/times.ts';
import { inert, oneLine, prose } from './inert.ts';
import type { Item } from './item.ts';
import { endOrTarget, targetName } from './target-words.ts';

type FiringRule = CompiledRuleSet['rules'][number];

/** A rule as a numbered item: when it applies, what to do, and what else belongs to it. */
export function gateItem(compiledRule: FiringRule, number: number, compiled: CompiledRuleSet): Item {
  const { rule, ref, condition, onUnknown } = compiledRule;
  const isHeldTwice = compiled.rules.some(other => other !== compiledRule && !other.shadow && other.ref.id === ref.id);
  const named = `\`${rule.id}\`${isHeldTwice ? `, version ${ref.version},` : ''}`;
  const words = conditionWords(
    whenIn(rule, condition),
    compiled.declarations,
    thresholdNames({ ...compiled, rules: [compiledRule] }, { ...compiled, rules: [compiledRule] }),
  );
  const when = words.constant === null ? `if ${prose(words.text)}` : words.constant ? 'always' : 'never';
  const notes = [
    ...(rule.title === undefined ? [] : [sentence(prose(rule.title))]),
    ...(rule.description === undefined ? [] : [sentence(prose(rule.description))]),
    ...forceNotes(compiledRule),
    ...unknownNotes(words, onUnknown, rule),
    ...outcomeNotes(rule, compiled),
    ...grantNotes(rule),
  ];
  return {
    name: rule.id,
    lines: [`${number}. ${named} ${when}: ${doing(rule, compiled)}.`, ...notes.map(note => `   - ${note}`)],
  };
}

/** What to do if no gate applies. */
export function defaultItem(compiled: CompiledRuleSet): Item {
  const { outcome } = compiled.default;
  return {
    name: null,
    lines: [
      `- If no gate applies: ${doing(outcome, compiled)}.`,
      ...outcomeNotes(outcome, compiled).map(note => `   - ${note}`),
    ],
  };
}

/** "**escalate** to Fraud desk (`fraud-desk`, answer due within 2h) and hand over `fraud-case@1`" */
function doing({ decide, to, payload }: DefaultOutcome, compiled: CompiledRuleSet): string {
  const target = to === undefined ? '' : ` to ${targetName(to, compiled.ruleSet.targets, true)}`;
  const handover = payload === undefined ? '' : ` and hand over \`${payload}\``;
  return `**${decide}**${target}${handover}`;
}

function outcomeNotes(outcome: DefaultOutcome, compiled: CompiledRuleSet): string[] {
  const { reason, reasonCode, message, severity } = outcome;
  const code = reasonCode === undefined ? '' : ` ${codeSpan(reasonCode)}`;
  const because = reason === undefined ? '' : `: ${reasonText(reason)}`;
  return [
    ...(code === '' && because === '' ? [] : [sentence(`Give the reason${code}${because}`)]),
    ...(severity === undefined ? [] : [`Severity: ${severity}.`]),
    ...(message === undefined ? [] : [`Tell the user: "${prose(message)}"`]),
    ...fallbackNotes(outcome, compiled),
  ];
}

const causes = {
  onTimeout: 'nobody answers in time',
  onUnavailable: 'the target is unavailable',
  onReject: 'the target rejects the handoff',
} as const;

/** What happens instead of the fallbacks of the target, for handoffs of this rule. */
function fallbackNotes(outcome: DefaultOutcome, { ruleSet }: CompiledRuleSet): string[] {
  const byFallback = new Map<Fallback, string[]>();
  for (const key of fallbackKeys) {
    const fallback = outcome[key];
    if (fallback !== undefined) byFallback.set(fallback, [...(byFallback.get(fallback) ?? []), causes[key]]);
  }
  return [...byFallback].map(
    ([fallback, why]) => `If ${listed(why, 'or')}: ${endOrTarget(fallback, ruleSet.targets)}.`,
  );
}

/** A reason with its placeholders as code. */
function reasonText(template: string): string {
  const parts = parseTemplate(template).parts.map(part =>
    part.kind === 'text'
      ? `${/^\s/.test(part.text) ? ' ' : ''}${prose(part.text)}${/\S\s+$/.test(part.text) ? ' ' : ''}`
      : inert(codeSpan(oneLine(part.expression))),
  );
  return parts.join('').trim();
}

/** When, and in which cases, the rule is in force. */
function forceNotes({ from, until, rule: { rollout, decide } }: FiringRule): string[] {
  const dates = periodInWords({ from, until });
  return [
    ...(dates === '' ? [] : [`In force ${dates} (UTC) only.`]),
    ...(rollout === undefined
      ? []
      : [
          `In force for ${rollout.percent} % of the cases only, chosen by a hash of \`${rollout.by}\`. If you do not know whether a case is one of them, ${decide === 'continue' ? 'the gate does not apply' : 'the gate applies'}.`,
        ]),
  ];
}

/** What is true if its signals are unknown, where this is possible or differs from the general rule. */
function unknownNotes(
  { unknown, canFail, constant }: ReturnType<typeof conditionWords>,
  onUnknown: FiringRule['onUnknown'],
  { decide }: Rule,
): string[] {
  const fires = onUnknown === 'fire' || (onUnknown === 'safe' && decide !== 'continue');
  if (constant !== null || (unknown.length === 0 && !canFail)) return [];
  const names = listed(
    unknown.map(name => `\`${name}\``),
    'or',
  );
  const causesOf = [
    ...(names === '' ? [] : [`${names} is unknown`]),
    ...(canFail ? ['the condition cannot be computed'] : []),
  ];
  return [
    `If ${causesOf.join(' or ')} and the rest does not settle it, the gate ${fires ? 'applies' : 'does not apply'}.`,
  ];
}

function grantNotes(rule: Rule): string[] {
  const { grant } = rule;
  if (grant === undefined || !isGrantable(rule)) return [];
  const { validFor, uses = 1, bind, scope } = grant;
  const same = listed([...new Set([...bind, ...(scope === undefined ? [] : [scope])])].map(name => `\`${name}\``));
  return [
    `Whoever takes over may grant more such cases: ${uses === 1 ? 'one' : `up to ${uses}`} with the same ${same}, for ${validFor}. While you hold such a grant, the gate does not apply to them. Do not assume one that was not given to you.`,
  ];
}
