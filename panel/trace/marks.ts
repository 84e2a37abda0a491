import type { MissingSignal, RuleTrace, Truth } from '../../engine/model/decision-record.ts';
import { isSkipped, isSkippedSafetyRule, unknownBecause } from '../../engine/model/skipped-rules.ts';

/** The result of a rule, as the page shows it. */
export type Outcome = 'decides' | 'fires' | 'unknown' | 'skipped' | 'not-reached' | 'quiet';

export interface RuleMark {
  outcome: Outcome;
  /** A codicon. */
  icon: string;
  words: string;
}

/** The mark of a rule: ✓ decides or fires, ? does so on unknown, ⤼ a safety rule was skipped, ○ not reached but would fire, ✗ does not fire. */
export function ruleMark(rule: RuleTrace, missing: readonly MissingSignal[]): RuleMark {
  const unknown = rule.value === 'unknown';
  if (isSkipped(rule)) {
    const words = `${rule.reached && !rule.shadow ? '' : 'would be '}skipped: ${unknownBecause(rule.condition, missing)}`;
    if (isSkippedSafetyRule(rule)) return { outcome: 'skipped', icon: 'debug-step-over', words };
    return { outcome: 'quiet', icon: 'close', words };
  }
  if (rule.shadow) return shadowMark(rule);
  if (!rule.fires) return { outcome: 'quiet', icon: 'close', words: `${rule.reached ? 'does' : 'would'} not fire` };
  const onUnknown = unknown ? ' on unknown' : '';
  if (!rule.reached) {
    return { outcome: 'not-reached', icon: 'circle-outline', words: `not reached (would fire${onUnknown})` };
  }
  const outcome = rule.decides ? 'decides' : unknown ? 'unknown' : 'fires';
  return {
    outcome,
    icon: unknown ? 'question' : 'check',
    words: `${rule.decides ? 'decides' : 'fires'}${onUnknown}`,
  };
}

function shadowMark({ fires, value }: RuleTrace): RuleMark {
  if (!fires) return { outcome: 'quiet', icon: 'close', words: 'would not fire' };
  return {
    outcome: 'not-reached',
    icon: 'circle-outline',
    words: `would fire${value === 'unknown' ? ' on unknown' : ''}`,
  };
}

/** The icon of a condition's value, and its name for screen readers. */
export const truthLooks: Record<Truth, { icon: string; words: string }> = {
  true: { icon: 'check', words: 'true' },
  false: { icon: 'close', words: 'false' },
  unknown: { icon: 'question', words: 'unknown' },
};
