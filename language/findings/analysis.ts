import { analyse, analysisSubject, type AnalysisSubject, type Fact } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';

/**
 * What the exact analysis takes of a project. Null where there is nothing to analyse: a library has no rules, and of a text that YAML cannot read
 * it is not known what it says. A condition with a fault of its own does not stand in the way: it is taken to be anything.
 */
export function analysedPart(project: Project): AnalysisSubject | null {
  if (project.kind === 'library' || !isReadable(project)) return null;
  // Signals whose declarations have a fault are known by their type alone: conditions that name them are still analysed.
  return { ...analysisSubject(project.ruleSet, project.checker), declarations: project.declarations };
}

/** Memory grows with the square of both: each rule is a bit in the row of each value that conditions tell apart. */
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

/** What is said instead of an analysis of a project that is too large for one; null for all others. */
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

/**
 * The whole analysis of a project at once. Null where there is nothing to analyse.
 * @param now the time that examples call today, in milliseconds since the Unix epoch
 */
export function analyseProject(project: Project, now: number): readonly Fact[] | null {
  const beyond = beyondAnalysis(project);
  if (beyond !== null) return beyond;
  const subject = analysedPart(project);
  return subject === null ? null : analyse(subject, { now }).facts;
}

/** The facts that may be told: where a part of the rule set could not be read, those that hold whatever it says. */
export function tellableFacts(project: Project, facts: readonly Fact[] | null): readonly Fact[] {
  if (facts === null) return [];
  return isWhole(project) ? facts : facts.filter(holdsOfPart);
}

/** Whether the analysis has told all that there is to tell of a kind; else that it told nothing means nothing. */
export function isSettled(project: Project, facts: readonly Fact[] | null, kind: string): boolean {
  if (facts === null || hasUnknownPart(project)) return false;
  return !facts.some(
    fact => fact.kind === 'analysis-incomplete' && fact.undecided.some(({ question }) => question === kind),
  );
}

/** Whether the analysis cannot know what some part of a rule set means, because of an error in it. */
export function hasUnknownPart(project: Project): boolean {
  return (
    !isWhole(project) ||
    project.expressions.some(({ kind, checked }) => kind === 'condition' && checked.problems.length > 0)
  );
}

/** Whether every file of a rule set could be read, and every part of it meets the schema. */
export function isWhole({ schemaProblems, fileProblems }: Project): boolean {
  return schemaProblems.length === 0 && fileProblems.length === 0;
}

function isReadable({ files, document }: Project): boolean {
  return (
    document.root !== null && files.every(each => each.document.problems.every(({ code }) => code !== 'yaml-syntax'))
  );
}

/** Whether no further rule, signal or assumption could undo the fact. */
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
    case 'invariant-violated':
    case 'invariant-proved':
    case 'analysis-incomplete':
      return false;
  }
}
