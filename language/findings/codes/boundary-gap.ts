import { type AnalysedRule, clausesOf, type Condition, type Fact, type FactOf } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { conditionPlace, factsOf, relatedCondition } from '../fact-places.ts';
import { deciderOf, nameOf, numberInWords, outcomeInWords, witnessOf } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const boundaryGap: FindingDefinition = {
  code: 'boundary-gap',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'The boundary between two rules belongs to neither',
  summary:
    'One rule stops just below a value and another starts just above it, so that neither decides at the value itself.',
  fromFacts: (facts, project) => boundaryGaps(facts).map(fact => gap(fact, project)),
};

type Gap = FactOf<'boundary-gap'>;

/** The gaps that are reported. */
export function boundaryGaps(facts: readonly Fact[]): Gap[] {
  return factsOf(facts, 'boundary-gap').filter(
    ({ below, above, signal }) => drawsLine(below, signal) && drawsLine(above, signal),
  );
}

/** The cause of all findings about one boundary (see `Finding.cause`). */
export function causeOfGap({ signal, value }: Gap): string {
  return `boundary ${signal} ${value}`;
}

function gap(fact: Gap, project: Project): Detected {
  const { signal, value, below, above, witness } = fact;
  const number = numberInWords(project, signal, value);
  const lower = boundaryIn(below, signal, value);
  const who =
    below === above
      ? `${nameOf(project, below)} stops below it and starts again above it`
      : `${nameOf(project, below)} stops below it and ${nameOf(project, above)} starts above it`;
  return {
    message: `${whatDecides(fact, project)} when \`${signal}\` is exactly ${number}: ${who}. Let one of them include it.`,
    ...conditionPlace(project, boundaryIn(above, signal, value)),
    cause: causeOfGap(fact),
    brief: `${nameOf(project, above)} starts above ${number}, too.`,
    related: [relatedCondition(project, lower, `${nameOf(project, below)} stops below ${number}.`)],
    witness: witnessOf(witness),
  };
}

/** "Only `rest` (pause) decides"; "Some inputs are left to `rest` (pause)" */
function whatDecides({ decider, all }: Gap, project: Project): string {
  if (decider === null && project.ruleSet.default === undefined)
    return `Nothing decides${all ? '' : ' some inputs'}, so the agent pauses,`;
  const { name, outcome } = deciderOf(project, decider);
  const what = `${name} (${outcomeInWords(outcome)})`;
  return all ? `Only ${what} decides` : `Some inputs are left to ${what}`;
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
