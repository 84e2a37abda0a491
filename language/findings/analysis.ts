import { analysisSubject, type AnalysisSubject, type Fact } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';

/**
 * The part of a project that the exact analysis works on; null for libraries, which have no rules, and for files that are not valid
 * YAML. A condition with an error does not prevent the analysis: it is assumed to have any value.
 */
export function analysedPart(project: Project): AnalysisSubject | null {
  if (project.kind === 'library' || !isReadable(project)) return null;
  // Of a signal whose declaration has an error, only the type is used: conditions that name it are still analysed.
  return { ...analysisSubject(project.ruleSet, project.checker), declarations: project.declarations };
}

/** Limits of the analysis. Memory grows with their product: each distinguished value has a row with one bit per rule. */
const maxRules = 10_000;
const maxListedValues = 50_000;

const questions: Fact['kind'][] = [
  'contradictory-trigger',
  'shadowed-rule',
  'redundant-rule',
  'irrelevant-clause',
  'tautological-trigger',
  'conflicting-rules',
  'uncovered-input',
  'boundary-gap',
  'fails-open',
  'invariant-violated',
  'invariant-proved',
  'assumption-unsatisfiable',
];

/** The facts for a project that is too large to analyse; null for all others. */
export function beyondAnalysis({ ruleSet }: Project): readonly Fact[] | null {
  const listed = Object.values(ruleSet.signals ?? {}).reduce((sum, signal) => sum + (signal.enum?.length ?? 0), 0);
  const sizes = [
    { what: 'rules', count: ruleSet.rules.length, limit: maxRules },
    { what: 'values in the enums of its signals', count: listed, limit: maxListedValues },
  ];
  const tooLarge = sizes.find(({ count, limit }) => count > limit);
  if (tooLarge === undefined) return null;
  const undecided = questions.map(question => ({ rule: null, question, because: { kind: 'limit' } as const }));
  return [{ kind: 'analysis-incomplete', undecided, tooLarge }];
}

/** The facts that can be reported: if a part of the rule set could not be read, those that hold whatever it says. */
export function tellableFacts(project: Project, facts: readonly Fact[] | null): readonly Fact[] {
  if (facts === null) return [];
  return isWhole(project) ? facts : facts.filter(holdsOfPart);
}

/** True if the analysis found all facts of a kind, so that their absence means that there are none. */
export function isSettled(project: Project, facts: readonly Fact[] | null, kind: string): boolean {
  if (facts === null || hasUnknownPart(project)) return false;
  return !facts.some(
    fact => fact.kind === 'analysis-incomplete' && fact.undecided.some(({ question }) => question === kind),
  );
}

/** True if an error hides from the analysis what a part of the rule set means. */
export function hasUnknownPart(project: Project): boolean {
  return (
    !isWhole(project) ||
    project.expressions.some(
      ({ kind, checked }) => (kind === 'condition' || kind === 'rollout-by') && checked.problems.length > 0,
    )
  );
}

/** True if every file of a rule set could be read and is valid against the schema. */
export function isWhole({ schemaProblems, fileProblems }: Project): boolean {
  return schemaProblems.length === 0 && fileProblems.length === 0;
}

function isReadable({ files, document }: Project): boolean {
  return (
    document.root !== null && files.every(each => each.document.problems.every(({ code }) => code !== 'yaml-syntax'))
  );
}

/** True if no further rule, signal or assumption could make the fact wrong. */
function holdsOfPart(fact: Fact): boolean {
  switch (fact.kind) {
    case 'contradictory-trigger':
    case 'shadowed-rule':
    case 'tautological-trigger':
    case 'assumption-unsatisfiable':
      return true;
    case 'irrelevant-clause':
      return fact.because === 'trigger';
    case 'redundant-rule':
    case 'conflicting-rules':
    case 'uncovered-input':
    case 'boundary-gap':
    case 'fails-open':
    case 'wide-grant':
    case 'invariant-violated':
    case 'invariant-proved':
    case 'analysis-incomplete':
      return false;
  }
}
