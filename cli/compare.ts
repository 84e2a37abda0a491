import { approvalsBetween, approversIn, inOrder, neededFor, type SemanticDiff, measure } from '../engine/index.ts';
import { comparingProjects } from '../language/review/compare.ts';
import { editAuthors } from './edit-authors.ts';
import type { Cases } from './cases.ts';
import type {
  ComparedRuleSet,
  ReportedVersion,
  ReportedMeasurement,
  RuleSetReport,
  VersionProblem,
} from './formats/diff/report.ts';
import type { VersionPair } from './versions/changed-rule-sets.ts';
import { whyUnsound, type LoadedVersion, type SoundVersion } from './versions/load.ts';

export interface CompareOptions {
  /** The current time for witnesses, in milliseconds since the Unix epoch. */
  now: number;
  cases: Cases;
  /** The path on disk of a URI, as the report shows it. */
  file: (uri: string) => string;
  /** Reports the share that is done, 0 to 1. */
  at?: (share: number) => void;
}

/** Compares two versions of a rule set. Either may be missing or have errors. */
export async function comparePair({ before, after }: VersionPair, options: CompareOptions): Promise<RuleSetReport> {
  const sides = [before, after].filter(each => each !== null);
  const problems = sides.flatMap((each): VersionProblem[] => (each.kind === 'sound' ? [] : [problemOf(each)]));
  const path = (after ?? before)?.version.path ?? '';
  if (problems.length > 0) return { kind: 'unknown', path, problems };
  if (before?.kind === 'sound' && after?.kind === 'sound') return compareSound(before, after, options);
  if (after?.kind === 'sound')
    return {
      kind: 'added',
      after: reported(after, options),
      approvals: neededFor('first', after.project.ruleSet.governance),
      approvers: after.project.ruleSet.governance?.approvers ?? null,
    };
  if (before?.kind === 'sound')
    return {
      kind: 'removed',
      before: reported(before, options),
      approvals: neededFor('loosened', before.project.ruleSet.governance),
      approvers: before.project.ruleSet.governance?.approvers ?? null,
    };
  return { kind: 'unknown', path, problems };
}

async function compareSound(
  before: SoundVersion,
  after: SoundVersion,
  options: CompareOptions,
): Promise<RuleSetReport> {
  const { now, at } = options;
  const steps = comparingProjects(before.project, after.project, { now });
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) at?.(step.value);
  if (step.value.kind === 'not-comparable') {
    const { version: side, errors } = step.value;
    const { version } = side === 'before' ? before : after;
    const why = `${version.label} has errors, so what it decides is not known.`;
    return {
      kind: 'unknown',
      path: after.version.path,
      problems: [{ label: version.label, why, findings: errors, show: version.show }],
    };
  }
  const { diff } = step.value;
  return {
    kind: 'compared',
    before: reported(before, options),
    after: reported(after, options),
    ...(await measured(diff, { before, after }, options)),
    approvals: approvalsBetween(before.project.ruleSet, after.project.ruleSet, diff),
    approvers: approversIn({ before: before.project.ruleSet.governance, now: after.project.ruleSet.governance }),
    authors: await editAuthors(diff.edits, before, after),
  };
}

/** Counts the known cases in each region of a difference, and sorts the regions by them. */
export async function measured(
  diff: SemanticDiff,
  { before, after }: { before: SoundVersion; after: SoundVersion },
  options: Pick<CompareOptions, 'cases'>,
): Promise<Pick<ComparedRuleSet, 'diff' | 'measurement'>> {
  const measurement = await measurementOf(diff, before, after, options);
  const cases = new Map(measurement?.regions.map(({ id, count }) => [id, count]));
  return { diff: { ...diff, regions: inOrder(diff.regions, ({ id }) => cases.get(id) ?? 0) }, measurement };
}

async function measurementOf(
  diff: ComparedRuleSet['diff'],
  before: SoundVersion,
  after: SoundVersion,
  { cases }: Pick<CompareOptions, 'cases'>,
): Promise<ReportedMeasurement | null> {
  // There is nothing to measure if the versions are proved equivalent.
  if (diff.equivalent) return null;
  const measurement = measure(diff, before.compiled(), after.compiled(), await cases.casesOf({ before, after }));
  return measurement.total === 0 ? null : { of: cases.of, ...measurement };
}

function reported(
  { version: { label, path, show }, project }: SoundVersion,
  { file }: CompareOptions,
): ReportedVersion {
  return { label, path, project, show, file };
}

function problemOf(loaded: Exclude<LoadedVersion, SoundVersion>): VersionProblem {
  const { version } = loaded;
  const findings = loaded.kind === 'unsound' ? loaded.findings : [];
  const why = loaded.kind === 'unsound' ? loaded.why : whyUnsound(loaded).join(' ');
  return { label: version.label, why, findings, show: version.show };
}
