import { alwaysDecides, clausesOf, compile, type Test } from '../../engine/index.ts';
import type { Decision, RuleSet } from '../../engine/model/rule-set.ts';

/** Names of tools about which the rules always decide alike, whatever the arguments. */
export interface ToolVerdicts {
  /** `deny` or `stop`. */
  denied: string[];
  /** Never `continue`, and not always denied. */
  asked: string[];
}

const holding: readonly Decision[] = ['pause', 'route', 'escalate', 'deny', 'stop'];
const denying: readonly Decision[] = ['deny', 'stop'];

/**
 * What the rules prove about whole tools: for hosts whose permissions know only names.
 * @param now milliseconds since the Unix epoch
 */
export function toolVerdicts(ruleSet: RuleSet, now: number): ToolVerdicts {
  if (ruleSet.signals?.['tool.name']?.type !== 'string') return { denied: [], asked: [] };
  const names = namedTools(ruleSet);
  const conditions = names.map(name => `tool.name == ${JSON.stringify(name)}`);
  const held = alwaysDecides(
    ruleSet,
    conditions.map(when => ({ when, decide: holding })),
    now,
  );
  const ruledOut = alwaysDecides(
    ruleSet,
    conditions.map(when => ({ when, decide: denying })),
    now,
  );
  return {
    denied: names.filter((_, index) => ruledOut[index]),
    asked: names.filter((_, index) => held[index] && !ruledOut[index]),
  };
}

/** The names with which the conditions compare `tool.name`. */
function namedTools(ruleSet: RuleSet): string[] {
  const names = compile(ruleSet).rules.flatMap(({ condition }) =>
    clausesOf(condition).flatMap(({ test }) => namesIn(test)),
  );
  return [...new Set(names)].sort();
}

/** The names with which a test compares `tool.name`. */
export function namesIn(test: Test): string[] {
  if (test.kind === 'compare' && test.signal === 'tool.name') return [String(test.value)];
  return test.kind === 'one-of' && test.signal === 'tool.name' ? test.values.map(String) : [];
}
