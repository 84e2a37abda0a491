import type { ConditionTrace, DecisionRecord, MissingCause, MissingSignal, RuleTrace } from './decision-record.ts';

/**
 * True if a rule is skipped: its condition is unknown, and its `onUnknown` does not let it fire. Rules that were not reached are included; see
 * `reached`.
 */
export function isSkipped({ value, fires }: RuleTrace): boolean {
  return value === 'unknown' && !fires;
}

/** True if a rule that might have taken control from the agent was skipped before the decision. Shadow rules do not count. */
export function isSkippedSafetyRule(rule: RuleTrace): boolean {
  return rule.reached && !rule.shadow && rule.decision !== 'continue' && isSkipped(rule);
}

/** The skipped safety rules, in file order; empty if the record has no trace. */
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

/** Why a condition is unknown: `` `security.alerts` is stale, 30 min old, at most 15m``. Several reasons are joined by semicolons. */
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

/** The clauses that make a condition unknown: the unknown ones within unknown parts. */
function unknownClauses({ kind, value, children, ...rest }: ConditionTrace): ConditionTrace[] {
  if (value !== 'unknown') return [];
  if (children.length === 0) return [{ kind, value, children, ...rest }];
  const [test, then, otherwise] = children;
  if (kind !== 'if' || test === undefined) return children.flatMap(unknownClauses);
  const asked = test.value === 'unknown' ? test : test.value === 'true' ? then : otherwise;
  return asked === undefined ? [] : unknownClauses(asked);
}
