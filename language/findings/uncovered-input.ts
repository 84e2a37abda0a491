import type { FactOf } from '../../engine/analysis/facts.ts';
import type { Project } from '../source/project.ts';
import { factsOf } from './fact-places.ts';
import { outcomeInWords, shareInWords, witnessOf } from './fact-words.ts';
import type { Detected, FindingDefinition } from './finding.ts';

export const uncoveredInput: FindingDefinition = {
  code: 'uncovered-input',
  severity: 'hint',
  title: 'Inputs that no rule decides',
  summary:
    'Only the default decides some inputs; where there is no default, which is an error, nothing does, and the agent pauses.',
  fromFacts: (facts, project) => factsOf(facts, 'uncovered-input').flatMap(fact => uncovered(fact, project)),
};

function uncovered({ regions, more, share }: FactOf<'uncovered-input'>, project: Project): Detected[] {
  const [shown] = regions;
  if (shown === undefined) return [];
  const { witness } = shown;
  const { document, uri, ruleSet } = project;
  const written = ruleSet.default;
  const everything = share.value >= 1 && share.exact;
  const part = shareInWords(share.value, share.exact);
  const what = everything ? 'anything' : part.endsWith('all') ? `${part} combinations` : `${part} of the combinations`;
  const where = everything ? '' : regionsInWords(regions, more);
  return [
    {
      message:
        written === undefined
          ? `No rule decides ${what}, and there is no default, so the agent pauses${where}. Write a default, or a rule for them.`
          : `Only the default (${outcomeInWords(written)}) decides ${what}${where}.`,
      severity: written === undefined ? 'error' : 'hint',
      uri,
      range: document.rangeOf([written === undefined ? 'rules' : 'default'], 'key'),
      witness: witnessOf(witness),
    },
  ];
}

const mostRegions = 3;
/** Longer conditions nobody reads in a message; the witness shows one such input. */
const longestCondition = 160;

/** ": where `a`, where `b`, and in 4 other regions" */
function regionsInWords(regions: FactOf<'uncovered-input'>['regions'], more: boolean): string {
  const conditions = regions.map(({ condition }) => condition);
  if (conditions.includes('true')) return '';
  const named = conditions.filter(({ length }) => length <= longestCondition).slice(0, mostRegions);
  const left = conditions.length - named.length;
  const parts = named.map(condition => `where \`${condition}\``);
  if (left > 0 || more) parts.push(`in ${regionCount(left, more, named.length > 0)}`);
  const last = parts.pop() ?? '';
  return `${named.length === 0 ? ',' : ':'} ${parts.length === 0 ? last : `${parts.join(', ')}, and ${last}`}`;
}

/** "one region", "4 other regions", "more than 20 regions" */
function regionCount(count: number, more: boolean, others: boolean): string {
  const other = others ? 'other ' : '';
  if (more) return count === 0 ? 'more regions' : `more than ${count} ${other}regions`;
  return count === 1 ? `one ${other}region` : `${count} ${other}regions`;
}
