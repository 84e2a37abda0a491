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
  title: 'What is lost lets the agent continue',
  summary:
    'Losing a signal turns another decision into `continue`, or a handoff that nobody takes ends in a `resume` that is not bounded.',
  detect: resumedHandoffs,
  fromFacts: (facts, project) => factsOf(facts, 'fails-open').map(fact => opening(fact, project)),
};

function opening(fact: FactOf<'fails-open'>, project: Project): Detected {
  const { rule, signal, without } = fact;
  const now = deciderOf(project, without.rule);
  const otherwise = deciderOf(project, fact.with.rule);
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
      `Without \`${signal}\`, ${now.name} lets the agent continue; with ${value ?? 'it'}, ${otherwise.name} ${would(otherwise.outcome)}. ` +
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
    stop: 'would stop the task',
  };
  return what[decide] ?? `would ${decide}${to === undefined ? '' : ` to \`${to}\``}`;
}

function advice({ rule, signal, without }: FactOf<'fails-open'>, project: Project): string {
  if (without.rule === rule) return 'Do not let it continue because the signal is missing.';
  const asking =
    without.rule === null
      ? 'choose another default'
      : `let ${nameOf(project, without.rule)} ask for \`has(${signal})\``;
  const firing =
    rule.onUnknown === 'skip'
      ? `Let ${nameOf(project, rule)} fire on unknown`
      : 'Decide what happens without the signal';
  return `${firing}, or ${asking}.`;
}

function clauseAbout(condition: Condition, signal: string): Condition {
  return clausesOf(condition).find(({ signals }) => signals.includes(signal)) ?? condition;
}
