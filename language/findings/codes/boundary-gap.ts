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
  title: 'Boundary covered by neither rule',
  summary:
    'One rule stops just below a value and another starts just above it, so neither decides at the value itself.',
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
  const [bare = number] = number.split(' ', 1);
  const lower = boundaryIn(below, signal, value);
  const why =
    below === above
      ? `${nameOf(project, below)} stops below it and starts again above it`
      : `${nameOf(project, below)} stops below it and ${nameOf(project, above)} starts above it`;
  return {
    message: `${whatDecides(fact, project)} if \`${signal}\` is exactly ${number}: ${why}. Let one of them include it.`,
    ...conditionPlace(project, boundaryIn(above, signal, value)),
    cause: causeOfGap(fact),
    brief: `${nameOf(project, above)} starts above ${number} and excludes ${bare} itself.`,
    related: [relatedCondition(project, lower, `${nameOf(project, below)} stops below ${number}.`)],
    witness: witnessOf(witness),
  };
}

/** "Only `rest` (pause) decides"; "`rest` (pause) decides some inputs" */
function whatDecides({ decider, all }: Gap, project: Project): string {
  if (decider === null && project.ruleSet.default === undefined)
    return `Nothing decides${all ? '' : ' some inputs'}, so the agent pauses,`;
  const { name, outcome } = deciderOf(project, decider);
  const decides = `${name} (${outcomeInWords(outcome)}) decides`;
  return all ? `Only ${decides}` : `${decides.charAt(0).toUpperCase()}${decides.slice(1)} some inputs`;
}

/** True if a rule compares the signal by order. Two rules with `== 1` and `== 3` leave out 2, but have no boundary. */
function drawsLine({ condition }: AnalysedRule, signal: string): boolean {
  return clausesOf(condition).some(
    ({ test, signals }) =>
      signals.includes(signal) && test.kind === 'compare' && test.operator !== '==' && test.operator !== '!=',
  );
}

/** The clause that compares the signal with the value; else its first clause about the signal, or the whole condition. */
export function boundaryIn({ condition }: AnalysedRule, signal: string, value: number): Condition {
  const clauses = clausesOf(condition).filter(({ signals }) => signals.includes(signal));
  const drawn = clauses.find(({ test }) => test.kind === 'compare' && test.value === value);
  return drawn ?? clauses[0] ?? condition;
}
