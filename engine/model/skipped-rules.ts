import type { ConditionTrace, DecisionRecord, MissingCause, MissingSignal, RuleTrace } from './decision-record.ts';

/**
 * Whether a rule is passed over because it cannot tell whether its condition is met: it is unknown, and its `onUnknown` does not let it fire.
 * Rules that were not reached count too; see `reached`.
 */
export function isSkipped({ value, fires }: RuleTrace): boolean {
  return value === 'unknown' && !fires;
}

/** Whether a rule that could have taken control from the agent was skipped on the way to the decision. A shadow rule decides nothing. */
export function isSkippedSafetyRule(rule: RuleTrace): boolean {
  return rule.reached && !rule.shadow && rule.decision !== 'continue' && isSkipped(rule);
}

/** The safety rules that were skipped, in file order; empty without a trace. */
export function skippedSafetyRules({ trace }: DecisionRecord): RuleTrace[] {
  return trace?.rules.filter(isSkippedSafetyRule) ?? [];
}

const causes: Record<MissingCause, string> = {
  absent: 'is missing',
  null: 'is null',
  'wrong-type': 'has the wrong type',
  'out-of-schema': 'is not allowed',
  stale: 'is stale',
  'age-unknown': 'has no known age',
};

/** Why the condition is unknown: `` `security.alerts` is stale, 30 min old, at most 15m``; several reasons are joined by semicolons. */
export function unknownBecause(condition: ConditionTrace, missing: readonly MissingSignal[]): string {
  const reasons = new Set<string>();
  for (const { reads, error, text } of unknownClauses(condition)) {
    for (const read of reads) {
      if (!('missing' in read)) continue;
      const detail = missing.find(({ signal }) => signal === read.signal)?.detail;
      reasons.add(`\`${read.signal}\` ${causes[read.missing]}${detail === undefined ? '' : `, ${detail}`}`);
    }
    if (error !== null) reasons.add(`\`${text}\` has no value: ${error}`);
  }
  return [...reasons].join('; ');
}

/** The clauses that make a condition unknown: those that are unknown, inside parts that are. */
function unknownClauses({ kind, value, children, ...rest }: ConditionTrace): ConditionTrace[] {
  if (value !== 'unknown') return [];
  if (children.length === 0) return [{ kind, value, children, ...rest }];
  const [test, then, otherwise] = children;
  if (kind !== 'if' || test === undefined) return children.flatMap(unknownClauses);
  const asked = test.value === 'unknown' ? test : test.value === 'true' ? then : otherwise;
  return asked === undefined ? [] : unknownClauses(asked);
}
