import { clausesOf, type Condition, type FactOf } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { conditionPlace, factsOf, relatedRule } from '../fact-places.ts';
import { deciderOf, doing, nameOf, valueInWords, witnessOf } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { resumedHandoffs } from '../resumed-handoffs.ts';

export const failsOpen: FindingDefinition = {
  code: 'fails-open',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'Lost signal or handoff lets the agent continue',
  summary:
    'If a signal is missing, the decision becomes `continue`; or a handoff that nobody takes ends in an unbounded `resume`.',
  detect: resumedHandoffs,
  fromFacts: (facts, project) => factsOf(facts, 'fails-open').map(fact => opening(fact, project)),
};

function opening(fact: FactOf<'fails-open'>, project: Project): Detected {
  const { rule, signal, without } = fact;
  const absent = deciderOf(project, without.rule);
  const present = deciderOf(project, fact.with.rule);
  const value = valueInWords(project, signal, fact.with.witness.input);
  const place = conditionPlace(project, clauseAbout(rule.condition, signal));
  const related = [fact.with.rule, without.rule]
    .filter(each => each !== null && each !== rule)
    .filter((each, index, all) => all.indexOf(each) === index)
    .flatMap(each =>
      each === null ? [] : [relatedRule(project, each, `${nameOf(project, each)} ${doing(each.rule)}.`, 'when')],
    );
  return {
    message:
      `Without \`${signal}\`, ${absent.name} lets the agent continue; with ${value ?? 'it'}, ${present.name} ${would(present.outcome)}. ` +
      advice(fact, project),
    ...place,
    cause: `fails-open ${rule.index}`,
    related,
    witness: witnessOf(without.witness),
  };
}

function would({ decide, to }: { decide: string; to?: string }): string {
  const what: Record<string, string> = {
    continue: 'would let it continue',
    pause: 'would pause it',
    deny: 'would deny the action',
    stop: 'would stop the task',
  };
  return what[decide] ?? `would ${decide}${to === undefined ? '' : ` to \`${to}\``}`;
}

function advice({ rule, signal, without }: FactOf<'fails-open'>, project: Project): string {
  if (without.rule === rule) return 'Do not let the agent continue because the signal is missing.';
  const asking =
    without.rule === null ? 'choose another default' : `require \`has(${signal})\` in ${nameOf(project, without.rule)}`;
  const firing =
    rule.onUnknown === 'skip'
      ? `Let ${nameOf(project, rule)} fire on unknown`
      : 'Decide what happens without the signal';
  return `${firing}, or ${asking}.`;
}

function clauseAbout(condition: Condition, signal: string): Condition {
  return clausesOf(condition).find(({ signals }) => signals.includes(signal)) ?? condition;
}
