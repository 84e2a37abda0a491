import {
  type ChangeToApprove,
  type CheckedSignature,
  countingRulesOf,
  dependsOnClass,
  type LogEntry,
  type LogFault,
  recountFault,
  type SemanticDiff,
} from '../../engine/index.ts';
import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import type { Project } from '../source/project/project.ts';
import { changeToApprove } from './change-to-approve.ts';
import { digestOf } from './snapshot.ts';

/** A release of which not everything could be recomputed. */
export interface Unchecked {
  version: string;
  /** In words, to stand in parentheses. */
  why: string;
}

export interface Recount {
  faults: LogFault[];
  /** Oldest first. */
  unchecked: Unchecked[];
}

/**
 * Work, in words of clauses examined, after which no more versions are compared: those whose class decides how many approvals are needed, and the others.
 * Both count all comparisons.
 */
export interface RecountLimits {
  deciding: number;
  others: number;
}

export interface RecountOptions {
  /** What lies in the snapshot of a version; null if that is nothing that can be read. */
  snapshot: (version: string) => Promise<Project | null>;
  /** @param now the time that witnesses call today, in milliseconds since the Unix epoch */
  compare: (before: Project, after: Project, now: number) => Promise<SemanticDiff | null> | SemanticDiff | null;
  /** By sequence number what signatures show; left out if they are not checked. */
  signatures?: ReadonlyMap<number, CheckedSignature> | undefined;
  /** Maximum work for comparisons, in words of clauses examined. */
  limits: RecountLimits;
}

/** A release and the one before, as they can be read. */
interface Subject {
  entry: LogEntry;
  /** The entries before it. */
  log: readonly LogEntry[];
  project: Project;
  /** Null for a first release. */
  former: Project | null;
}

/**
 * Recomputes from the snapshots what releases claim: how severe the change is, how many approvals it needed, and whether those that it counts do count.
 * What needs no comparison comes first, then the newest releases whose class decides. The last of these and of the others are compared in any case.
 * @param log one whose chain holds
 */
export async function recount(log: readonly LogEntry[], options: RecountOptions): Promise<Recount> {
  const faults: LogFault[] = [];
  const unchecked: Unchecked[] = [];
  const deciding: Subject[] = [];
  const others: Subject[] = [];
  const judge = (subject: Subject, diff?: SemanticDiff | null): boolean => {
    const message = faultOf(subject, diff, options.signatures);
    if (message !== null) faults.push({ kind: 'approval', line: subject.entry.sequence, message });
    return message !== null;
  };
  for (const [index, entry] of [...log.entries()].toReversed()) {
    if (entry.kind !== 'release') continue;
    const subject = await subjectOf(entry, log.slice(0, index), options);
    if ('why' in subject) unchecked.push(subject);
    else if (!judge(subject) && subject.former !== null)
      (dependsOnClass(entry, governanceOf(subject)) ? deciding : others).push(subject);
  }
  let work = 0;
  for (const [subjects, limit] of [
    [deciding, options.limits.deciding],
    [others, options.limits.others],
  ] as const) {
    for (const [index, subject] of subjects.entries()) {
      const { entry, former, project } = subject;
      if (former === null) continue;
      if (index > 0 && work >= limit) {
        unchecked.push({ version: entry.version, why: notCompared });
        continue;
      }
      const diff = await options.compare(former, project, parseTimestamp(entry.time) ?? 0);
      work += diff?.work ?? 0;
      judge(subject, diff);
    }
  }
  const order = new Map(log.map(({ version, sequence }) => [version, sequence]));
  unchecked.sort((a, b) => (order.get(a.version) ?? 0) - (order.get(b.version) ?? 0));
  return { faults: faults.sort((a, b) => a.line - b.line), unchecked };
}

const notCompared = 'its class is what the entry says: the limit for comparing releases was reached';

async function subjectOf(
  entry: LogEntry,
  log: readonly LogEntry[],
  { snapshot }: Pick<RecountOptions, 'snapshot'>,
): Promise<Subject | Unchecked> {
  const { version, formerly } = entry;
  if (countingRulesOf(entry, log) < 4)
    return { version, why: 'counted by the rules of an earlier version of handrail' };
  const last = log.findLast(({ kind }) => kind === 'release');
  // Only the first release of a log can continue another one.
  if (formerly !== undefined && last === undefined)
    return { version, why: `continues ${formerly.ruleset} ${formerly.version}, which is not in this log` };
  const [former = null, project] = await Promise.all(
    [last, entry].map(async each => (each === undefined ? undefined : published(each, await snapshot(each.version)))),
  );
  if (project === undefined || project === null) return { version, why: gone(version) };
  if (last !== undefined && former === null) return { version, why: gone(last.version) };
  return { entry, log, project, former };
}

function published({ digest }: LogEntry, project: Project | null): Project | null {
  return project !== null && digestOf(project) === digest ? project : null;
}

function gone(version: string): string {
  return `the snapshot of ${version} is gone or was edited`;
}

function governanceOf({ project, former }: Subject) {
  return { governance: { now: project.ruleSet.governance, before: former?.ruleSet.governance } };
}

/** @param diff undefined if the two were not compared, null if they cannot be */
function faultOf(
  subject: Subject,
  diff: SemanticDiff | null | undefined,
  signatures: RecountOptions['signatures'],
): string | null {
  const { entry, log, project } = subject;
  const { name, version } = project.ruleSet;
  if (name !== entry.ruleset || version !== entry.version)
    return `This is an entry about ${entry.ruleset} ${entry.version}, and its snapshot says ${name} ${version}.`;
  return recountFault(entry, log, {
    ...governanceOf(subject),
    change: changeOf(subject, diff),
    class: diff?.class ?? null,
    signatures,
  });
}

function changeOf({ entry, former }: Subject, diff: SemanticDiff | null | undefined): ChangeToApprove | null {
  const latest =
    former === null ? null : { entry: { version: former.ruleSet.version, digest: digestOf(former) ?? '' } };
  if (diff === undefined && latest !== null && latest.entry.digest !== entry.digest) return null;
  return changeToApprove({ latest, diff: diff ?? null, digest: entry.digest });
}
