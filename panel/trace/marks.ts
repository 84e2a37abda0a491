import type { RuleTrace, Truth } from '../../engine/model/decision-record.ts';

/** How a rule came out, named for what the page shows. */
export type Outcome = 'decides' | 'fires' | 'unknown' | 'not-reached' | 'quiet';

export interface RuleMark {
  outcome: Outcome;
  /** A codicon. */
  icon: string;
  words: string;
}

/** ✓ decides or fires, ? does so on unknown, ○ was not reached but would fire, ✗ does not fire. */
export function ruleMark(rule: RuleTrace): RuleMark {
  const unknown = rule.value === 'unknown';
  if (rule.shadow) return shadowMark(rule);
  if (!rule.fires) {
    const because = unknown ? ': unknown' : '';
    return { outcome: 'quiet', icon: 'close', words: `${rule.reached ? 'does' : 'would'} not fire${because}` };
  }
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
  const unknown = value === 'unknown';
  if (!fires) return { outcome: 'quiet', icon: 'close', words: `would not fire${unknown ? ': unknown' : ''}` };
  return {
    outcome: 'not-reached',
    icon: 'circle-outline',
    words: `would fire${unknown ? ' on unknown' : ''}`,
  };
}

/** The icon of a condition's value, and its name for those who do not see it. */
export const truthLooks: Record<Truth, { icon: string; words: string }> = {
  true: { icon: 'check', words: 'true' },
  false: { icon: 'close', words: 'false' },
  unknown: { icon: 'question', words: 'unknown' },
};
