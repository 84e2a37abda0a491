import type { Fact } from '../../engine/index.ts';
import { runAtOnce, type Steps } from '../../engine/model/steps.ts';
import { comparePositions } from '../location.ts';
import type { SourceDocument } from '../source/document/document.ts';
import type { Travels } from '../exports/travels.ts';
import type { Published } from '../releases/published.ts';
import type { CaseRun } from '../samples/case-run.ts';
import { fileName } from '../source/document/file-kind.ts';
import type { Project } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';
import { isSettled, tellableFacts } from './analysis.ts';
import { breaks, breakingFindings, detectIn, detecting } from './breaking.ts';
import { configuredSeverity, noConfiguration, type Configuration } from './configuration.ts';
import { findingFrom, type Finding, type RelatedPlace } from './finding.ts';
import { findingCodes, findingDefinition, findingDefinitions, isGuarded } from './index.ts';
import { withoutContentOutside } from './outside.ts';
import { causeOfWaiting, waitingProofs } from './waiting-proofs.ts';
import { applySuppressions } from './suppress.ts';
import { suppressionFindings, unusedSuppression } from './codes/unused-suppression.ts';
import { undefinedImport } from './codes/undefined-import.ts';

/** What else is known of a rule set than its files. Null or absent where that is nothing, or was not looked at. */
export interface Around {
  /** What was released of it. */
  published?: Published | null;
  /** Where it travels. */
  travels?: Travels | null;
}

/**
 * All findings of a rule set or library that concern its own file, in order of the text. Those with the same cause are not merged yet.
 * @param facts what the exact analysis of it has found; null where it was not analysed
 */
export function checkRuleSet(
  project: Project,
  configuration: Configuration = noConfiguration,
  facts: readonly Fact[] | null = null,
  around: Around = {},
): Finding[] {
  return runAtOnce(checking(project, configuration, facts, around));
}

/** `checkRuleSet` in steps, so that a server can answer between them. */
export function* checking(
  project: Project,
  configuration: Configuration,
  facts: readonly Fact[] | null,
  { published = null, travels = null }: Around,
): Steps<Finding[]> {
  const { own, foreign } = yield* detecting(project);
  const errors = breakingFindings(project);
  const all = [
    ...own.map(finding => (finding === errors[0] ? { ...finding, cause: causeOfWaiting } : finding)),
    ...brokenImports(project, foreign),
    ...(yield* analysisFindings(project, facts)),
    ...(facts === null ? [] : waitingProofs(project, errors)),
    ...publishedFindings(published),
    ...travelsFindings(travels),
  ];
  const isTold = (code: string) => {
    const definition = findingDefinition(code);
    if (definition?.detectPublished !== undefined) return published !== null;
    if (definition?.detectTravels !== undefined) return travels !== null;
    return definition?.fromFacts === undefined || isSettled(project, facts, code);
  };
  yield;
  return yield* finish(project.document, all, configuration, isTold);
}

function travelsFindings(travels: Travels | null): Finding[] {
  if (travels === null) return [];
  return findingDefinitions.flatMap(definition =>
    [...(definition.detectTravels?.(travels) ?? [])].map(detected => findingFrom(definition, detected)),
  );
}

function publishedFindings(published: Published | null): Finding[] {
  if (published === null) return [];
  return findingDefinitions.flatMap(definition =>
    [...(definition.detectPublished?.(published) ?? [])].map(detected => findingFrom(definition, detected)),
  );
}

function* analysisFindings(project: Project, facts: readonly Fact[] | null): Steps<Finding[]> {
  const tellable = tellableFacts(project, facts);
  const found: Finding[] = [];
  for (const definition of findingDefinitions) {
    for (const detected of definition.fromFacts?.(tellable, project) ?? []) {
      found.push(findingFrom(definition, detected));
      yield;
    }
  }
  return found;
}

/**
 * All findings of a sample file.
 * @param cases its samples as they ran; null if they were not run
 */
export function checkSamples(
  samples: SamplesFile,
  configuration: Configuration = noConfiguration,
  cases: readonly CaseRun[] | null = null,
): Finding[] {
  return runAtOnce(checkingSamples(samples, configuration, cases));
}

/** `checkSamples` in steps. */
export function* checkingSamples(
  samples: SamplesFile,
  configuration: Configuration,
  cases: readonly CaseRun[] | null,
): Steps<Finding[]> {
  const allRan = cases?.every(({ verdict }) => verdict !== 'broken') === true;
  const isReported = (code: string) => allRan || findingDefinition(code)?.detectInRun === undefined;
  const found = yield* samplesFindings(samples, cases);
  return yield* finish(samples.document, found, configuration, isReported);
}

/** What keeps samples of a file from being run, or makes doubtful what they say, suppressed or not; in order of the text. */
export function sampleErrors(samples: SamplesFile): Finding[] {
  return runAtOnce(samplesFindings(samples, null))
    .filter(({ severity }) => severity === 'error')
    .sort((a, b) => comparePositions(a.range.start, b.range.start));
}

function* samplesFindings(samples: SamplesFile, cases: readonly CaseRun[] | null): Steps<Finding[]> {
  const found: Finding[] = [];
  for (const definition of findingDefinitions) {
    const inRun = cases === null ? [] : (definition.detectInRun?.(samples, cases) ?? []);
    for (const detected of [...(definition.detectInSamples?.(samples) ?? []), ...inRun]) {
      found.push(findingFrom(definition, detected));
      yield;
    }
  }
  return withoutContentOutside([...found, ...brokenRuleSet(samples)], samples.filesOutside, isError);
}

export type CheckedFile =
  | {
      kind: 'rule-set';
      findings: Finding[];
      project: Project;
      /** See `canDecide`. */
      valid: boolean;
      /** What the exact analysis tells of it, whether that is a finding or not. */
      facts: readonly Fact[];
    }
  | {
      kind: 'samples';
      findings: Finding[];
      samples: SamplesFile;
      /** Null if they were not run. */
      cases: readonly CaseRun[] | null;
    }
  | { kind: 'config' | 'other' | 'unreadable'; findings: Finding[] };

/** Errors of imported files are reported in these files; here at the import that brings them in. */
function brokenImports(project: Project, foreign: readonly Finding[]): Finding[] {
  const byImport = new Map<number, Finding[]>();
  for (const finding of foreign) {
    const through = project.files.find(file => file.uri === finding.uri)?.throughImport;
    if (typeof through === 'number') byImport.set(through, [...(byImport.get(through) ?? []), finding]);
  }
  return [...byImport].map(([index, findings]) => {
    const name = fileName(findings[0]?.uri ?? '');
    return findingFrom(undefinedImport, {
      message: `${name} has ${counted(findings.length)}. First: ${findings[0]?.message ?? ''}`,
      uri: project.uri,
      range: project.document.rangeOf(['imports', index]),
      related: findings.slice(0, maxRelated).map(toRelated),
      repeats: findings[0]?.uri ?? null,
    });
  });
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function brokenRuleSet({ project, document, links, filesOutside }: SamplesFile): Finding[] {
  const link = links.find(each => each.kind === 'ruleset');
  if (project === null || link === undefined) return [];
  const { own, foreign } = detectIn(project);
  const errors = withoutContentOutside([...own, ...foreign].filter(breaks), filesOutside, isError);
  if (errors.length === 0) return [];
  const message = `These samples cannot run: ${fileName(project.uri)} has ${counted(errors.length)}. First: ${errors[0]?.message ?? ''}`;
  const related = errors.slice(0, maxRelated).map(toRelated);
  const repeats = errors[0]?.uri ?? null;
  return [findingFrom(undefinedImport, { message, uri: document.uri, range: link.range, related, repeats })];
}

const maxRelated = 10;

function counted(errors: number): string {
  return errors === 1 ? 'an error' : `${errors} errors`;
}

function toRelated({ message, uri, range, rule }: Finding): RelatedPlace {
  return { message, uri, range, rule };
}

/**
 * Severities as configured, suppressions applied, in order of the text.
 * @param isTold whether a code would be among the findings if there were any of it; else no suppression of it is called unused
 */
function* finish(
  document: SourceDocument,
  findings: readonly Finding[],
  configuration: Configuration,
  isTold: (code: string) => boolean = () => true,
): Steps<Finding[]> {
  const configured = configure(findings, configuration);
  const { findings: kept, suppressions, took } = yield* applySuppressions(document, configured);
  yield;
  const notOff = (code: string) => configuredSeverity(code, configuration) !== 'off';
  const unused = suppressionFindings(
    document,
    suppressions,
    (each, code) => !isGuarded(code) && (took(each, code) || !notOff(code) || !isTold(code)),
    findingDefinitions,
  );
  const all = [
    ...kept,
    ...configure(
      unused.map(detected => findingFrom(unusedSuppression, detected)),
      configuration,
    ),
  ];
  return all.sort(
    (a, b) =>
      comparePositions(a.range.start, b.range.start) || comparePositions(a.range.end, b.range.end) || order(a, b),
  );
}

export function configure(findings: readonly Finding[], configuration: Configuration): Finding[] {
  return findings.flatMap(finding => {
    const severity = configuredSeverity(finding.code, configuration);
    if (severity === 'off') return [];
    return [{ ...finding, severity: severity ?? finding.severity }];
  });
}

function order(a: Finding, b: Finding): number {
  return findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code);
}
