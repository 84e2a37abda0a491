import { compile, type CompiledRuleSet } from '../../../engine/decide/compile.ts';
import { createDecider } from '../../../engine/decide/decider.ts';
import type { RuleSet, Signal } from '../../../engine/model/rule-set.ts';
import type { Contender } from '../contender.ts';
import { withTerms, workloadTerms } from '../../generate/terms.ts';
import { fields, type WorkloadRule } from '../workload.ts';

/** The time of all decisions, which no rule of the workload depends on. */
export const at = Date.UTC(2026, 0, 1);

/** Compiles the workload as a rule set, with terms in a share of its rules (from 0 to 1). */
export function compiledWorkload(rules: readonly WorkloadRule[], terms = 0): CompiledRuleSet {
  const signals = fields.map((field): [string, Signal] => [
    field.name,
    field.kind === 'word' ? { type: 'string', enum: field.words } : { type: 'number', minimum: 0, maximum: field.max },
  ]);
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'workload',
    version: '1.0.0',
    signals: Object.fromEntries(signals),
    targets: { desk: { kind: 'human' } },
    rules: rules.map((rule, index) => ({
      id: `rule-${index}`,
      when: rule.map(({ field, operator, value }) => `${field} ${operator} ${JSON.stringify(value)}`).join(' && '),
      decide: 'escalate',
      to: 'desk',
    })),
    default: { decide: 'continue' },
  };
  const compiled = compile(withTerms(ruleSet, workloadTerms, terms));
  const [problem] = compiled.problems;
  if (problem) throw new Error(problem.message);
  return compiled;
}

export const handrail: Contender = {
  name: '**Handrail**',
  prepare: rules => {
    const decider = createDecider(compiledWorkload(rules));
    return Promise.resolve(payload => decider.decide(payload, at));
  },
};
