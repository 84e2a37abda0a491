import type { FactOf } from '../../engine/analysis/facts.ts';
import type { AnalysedRule } from '../../engine/analysis/subject.ts';
import { clausesOf, type Condition } from '../../engine/condition/condition.ts';
import type { Project } from '../source/project.ts';
import { conditionPlace, factsOf, relatedCondition } from './fact-places.ts';
import { nameOf, numberInWords, outcomeInWords, witnessOf } from './fact-words.ts';
import type { Detected, FindingDefinition } from './finding.ts';

export const boundaryGap: FindingDefinition = {
  code: 'boundary-gap',
  severity: 'warning',
  title: 'The boundary between two rules belongs to neither',
  summary:
    'One rule stops just below a value and another starts just above it, so that nothing decides at the value itself.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'boundary-gap')
      .filter(({ below, above, signal }) => drawsLine(below, signal) && drawsLine(above, signal))
      .map(fact => gap(fact, project)),
};

function gap({ signal, value, below, above, witness }: FactOf<'boundary-gap'>, project: Project): Detected {
  const number = numberInWords(project, signal, value);
  const written = project.ruleSet.default;
  const decides = written === undefined ? 'the agent pauses' : `the default (${outcomeInWords(written)}) decides`;
  const lower = boundaryIn(below, signal, value);
  const who =
    below === above
      ? `${nameOf(project, below)} stops below it and starts again above it`
      : `${nameOf(project, below)} stops below it and ${nameOf(project, above)} starts above it`;
  return {
    message: `Nothing decides when \`${signal}\` is exactly ${number}: ${who}, so ${decides}. Let one of them include it.`,
    ...conditionPlace(project, boundaryIn(above, signal, value)),
    related: [relatedCondition(project, lower, `${nameOf(project, below)} stops below ${number}.`)],
    witness: witnessOf(witness),
  };
}

/** Whether a rule compares the signal by its order: rules for 1 and for 3 leave 2 out, and no boundary. */
function drawsLine({ condition }: AnalysedRule, signal: string): boolean {
  return clausesOf(condition).some(
    ({ test, signals }) =>
      signals.includes(signal) && test.kind === 'compare' && test.operator !== '==' && test.operator !== '!=',
  );
}

/** The clause that draws the line, or the whole condition where it is not a single comparison. */
export function boundaryIn({ condition }: AnalysedRule, signal: string, value: number): Condition {
  const clauses = clausesOf(condition).filter(({ signals }) => signals.includes(signal));
  const drawn = clauses.find(({ test }) => test.kind === 'compare' && test.value === value);
  return drawn ?? clauses[0] ?? condition;
}
