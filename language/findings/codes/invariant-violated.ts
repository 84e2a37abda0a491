import type { FactOf } from '../../../engine/index.ts';
import type { Invariant } from '../../../engine/model/rule-set.ts';
import type { Project } from '../../source/project/project.ts';
import { factsOf, ownPlace, relatedRule } from '../fact-places.ts';
import { deciderOf, exampleInWords, listed, outcomeInWords, witnessOf } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const invariantViolated: FindingDefinition = {
  code: 'invariant-violated',
  category: 'rules',
  fixable: true,
  severity: 'error',
  title: 'Violated invariant',
  summary: 'An input that the invariant applies to gets an outcome that it forbids.',
  fromFacts: (facts, project) => factsOf(facts, 'invariant-violated').flatMap(fact => violation(fact, project)),
};

function violation(fact: FactOf<'invariant-violated'>, project: Project): Detected[] {
  const { invariant: index, rule, outcome, witness } = fact;
  const invariant = project.ruleSet.invariants?.[index];
  if (invariant === undefined) return [];
  const example = exampleInWords(project, witness);
  const { name } = deciderOf(project, rule);
  const does = outcomeInWords(outcome) + (outcome.payload === undefined ? '' : ` with \`${outcome.payload}\``);
  const place = ownPlace(project, ['invariants', index, 'require'], `The invariant \`${invariant.id}\``);
  const breaks = rule === null ? [] : [relatedRule(project, rule, `${name} decides: ${does}.`, 'decide')];
  return [
    {
      ...place,
      message: `Does not hold${example === null ? '' : ` if ${example}`}: ${name} decides ${does}, but \`${invariant.id}\` requires ${requirement(invariant)}.`,
      related: [...breaks, ...place.related],
      witness: witnessOf(witness),
    },
  ];
}

/** "escalate or stop, to `support-l1`" */
function requirement({ require: { decide, to, payload } }: Invariant): string {
  const list = (value: string | readonly string[] | undefined) =>
    value === undefined ? [] : typeof value === 'string' ? [value] : value;
  const names = (value: string | readonly string[] | undefined) =>
    listed(
      list(value).map(each => `\`${each}\``),
      'or',
    );
  const parts = [
    listed(list(decide), 'or'),
    to === undefined ? '' : `to ${names(to)}`,
    payload === undefined ? '' : `with ${names(payload)}`,
  ];
  return parts.filter(part => part !== '').join(', ');
}
