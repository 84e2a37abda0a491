import type { AnalysedRule, FactOf } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { factsOf, maxRelated, relatedRule, rulePlace } from '../fact-places.ts';
import { exampleInWords, namesOf, nameOf, outcomeInWords, witnessOf } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const conflictingRules: FindingDefinition = {
  code: 'conflicting-rules',
  category: 'rules',
  severity: 'error',
  title: 'Rules fire together',
  summary:
    'Rules fire on the same input although the hit policy forbids it: `unique` allows one rule, `any` only rules with equal outcomes.',
  fromFacts: (facts, project) => factsOf(facts, 'conflicting-rules').flatMap(fact => conflict(fact, project)),
};

function conflict({ rule, clusters }: FactOf<'conflicting-rules'>, project: Project): Detected[] {
  const [shown] = clusters;
  if (shown === undefined) return [];
  const { witness } = shown;
  const together = shown.rules.filter(each => each !== rule);
  const elsewhere = [...new Set(clusters.flatMap(cluster => cluster.rules))].filter(
    each => !shown.rules.includes(each),
  );
  const rules = [...new Set([rule, ...together, ...elsewhere])].sort((a, b) => a.index - b.index);
  const example = exampleInWords(project, witness);
  const where = example === null ? '' : `, for example if ${example}`;
  const more = elsewhere.length === 0 ? '' : `; on other inputs with ${namesOf(project, elsewhere)}`;
  const [differently, allowed] =
    project.ruleSet.hitPolicy === 'any'
      ? [
          `, which ${together.length === 1 ? 'decides' : 'decide'} differently`,
          '`any` allows rules to fire together only if their outcomes are equal',
        ]
      : ['', '`unique` allows only one rule to fire'];
  const place = (when: string) => (each: AnalysedRule) =>
    relatedRule(project, each, `${nameOf(project, each)} also fires${when}: ${outcomeInWords(each.rule)}.`, 'when');
  return [
    {
      message: `Fires together with ${namesOf(project, together)}${differently}${where}${more}. ${allowed}: narrow one of them.`,
      ...rulePlace(project, rule, 'when'),
      brief: `${nameOf(project, rule)} also fires: ${outcomeInWords(rule.rule)}.`,
      cause: `conflict ${rules.map(({ index }) => index).join()}`,
      follows: rule !== rules.at(-1),
      related: [...together.map(place('')), ...elsewhere.map(place(', on other inputs'))].slice(0, maxRelated),
      witness: witnessOf(witness),
    },
  ];
}
