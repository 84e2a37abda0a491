import { conjuncts, type FactOf } from '../../../engine/index.ts';
import { formatTimestamp } from '../../../engine/model/time/timestamp.ts';
import type { Project } from '../../source/project/project.ts';
import { boundaryGaps, causeOfGap } from './boundary-gap.ts';
import { factsOf } from '../fact-places.ts';
import { exampleInWords, listed, outcomeInWords, witnessOf } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const uncoveredInput: FindingDefinition = {
  code: 'uncovered-input',
  category: 'rules',
  fixable: true,
  severity: 'hint',
  title: 'Uncovered inputs',
  summary:
    'No rule decides some inputs: they are left to the default, or, if there is none, the agent pauses, which is an error.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'uncovered-input').flatMap(fact =>
      uncovered(fact, project).map(each => ({ ...each, ...causeOf(fact, boundaryGaps(facts), project) })),
    ),
};

function uncovered({ regions, more, period }: FactOf<'uncovered-input'>, project: Project): Detected[] {
  const [shown] = regions;
  if (shown === undefined) return [];
  const { witness } = shown;
  const { document, uri, ruleSet } = project;
  const written = ruleSet.default;
  const when = period === null ? '' : periodInWords(period);
  const [no, only] = when === '' ? ['No', 'Only'] : [`${when}, no`, `${when}, only`];
  const inputs = inputsInWords(project, regions, more);
  return [
    {
      message:
        written === undefined
          ? `${no} rule decides ${inputs}, and there is no default, so the agent pauses. Add a default, or a rule for these inputs.`
          : `${only} the default (${outcomeInWords(written)}) decides ${inputs}.`,
      severity: written === undefined ? 'error' : 'hint',
      uri,
      range: document.rangeOf([written === undefined ? 'rules' : 'default'], 'key'),
      witness: witnessOf(witness),
    },
  ];
}

/** "From 2027-01-01T00:00:00Z on"; "Until 2027-01-01T00:00:00Z" */
function periodInWords({ from, until }: { from: number; until: number }): string {
  const [start, end] = [from, until].map(time => (Number.isFinite(time) ? formatTimestamp(time) : null));
  if (start === null) return end === null ? '' : `Until ${end}`;
  return end === null ? `From ${start} on` : `From ${start} until ${end}`;
}

/** The boundary gap that causes the finding, if every uncovered region lies at a reported gap. */
function causeOf(
  { regions, more }: FactOf<'uncovered-input'>,
  gaps: readonly FactOf<'boundary-gap'>[],
  project: Project,
): Pick<Detected, 'cause' | 'follows'> {
  const gapOf = ({ condition }: (typeof regions)[number]) => {
    const checked = project.checker.condition(condition).condition;
    const parts = checked === null ? [] : conjuncts(checked);
    return gaps.find(({ signal, value }) =>
      parts.some(
        part =>
          part.kind === 'clause' &&
          part.test.kind === 'compare' &&
          part.test.signal === signal &&
          part.test.operator === '==' &&
          part.test.value === value,
      ),
    );
  };
  const [first, ...others] = regions.map(gapOf);
  if (more || first === undefined || others.includes(undefined)) return {};
  return { cause: causeOfGap(first), follows: true };
}

const maxRegions = 3;
/** Longer conditions are left out of the message; the witness shows an input. */
const maxConditionLength = 160;

/** "if `a`, if `b` or in 4 other regions"; "anything"; if all conditions are long, "some inputs, such as `a` = 5" */
function inputsInWords(project: Project, regions: FactOf<'uncovered-input'>['regions'], more: boolean): string {
  const conditions = regions.map(({ condition }) => condition);
  if (conditions.includes('true')) return 'anything';
  const named = conditions.filter(({ length }) => length <= maxConditionLength).slice(0, maxRegions);
  if (named.length === 0) {
    const example = regions[0] === undefined ? null : exampleInWords(project, regions[0].witness);
    return example === null ? 'some inputs' : `some inputs, such as ${example}`;
  }
  const left = conditions.length - named.length;
  const parts = named.map(condition => `if \`${condition}\``);
  if (left > 0 || more) parts.push(`in ${regionCount(left, more)}`);
  return listed(parts, 'or');
}

/** "one other region", "4 other regions", "more than 20 other regions" */
function regionCount(count: number, more: boolean): string {
  if (more) return count === 0 ? 'more regions' : `more than ${count} other regions`;
  return count === 1 ? 'one other region' : `${count} other regions`;
}
