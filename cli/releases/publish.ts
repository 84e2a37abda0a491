import { formatTimestamp } from '../../engine/condition/timestamp.ts';
import type { SemanticDiff } from '../../engine/diff/facts.ts';
import { compareVersions, leastVersion } from '../../engine/diff/version-step.ts';
import { approvalsFor, type ApprovalsState } from '../../engine/release/approvals.ts';
import { countingRules, summaryOf, type EntryContent } from '../../engine/release/log-entry.ts';
import { changeToApprove } from '../../language/findings/approval-stale.ts';
import { versionAfter, versionProblem } from '../../language/findings/version-not-bumped.ts';
import { contractDigests, releasesIn } from '../../language/releases/published.ts';
import { snapshotText } from '../../language/releases/snapshot.ts';
import { withVersion } from '../../language/releases/version-edit.ts';
import { UsageError } from '../command.ts';
import { authorsOf, type Authorship } from './authors/authors.ts';
import { comparedIn, refusal, type Outcome } from './outcome.ts';
import { failedSamples } from './samples.ts';
import { checkSignatures } from './signatures.ts';
import { readWorkingCopy, type WorkingCopy } from './working-copy.ts';
import { contentFor, type Writing } from './writing.ts';

export const ticks = ['auto', 'patch', 'minor', 'major'] as const;
export type Tick = (typeof ticks)[number];

export interface Publishing {
  who: string;
  role: string | null;
  why: string | null;
  /** The version that the release gets; null where the file says it. */
  version: string | null;
  tick: Tick | null;
  dryRun: boolean;
  /** An allowed-signers file: approvals whose signature does not hold by it do not count. */
  allowedSigners: string | null;
  now: number;
}

/** Publishes the working copy, or says what is in the way. */
export async function publish({ copy, write, edit }: Writing, publishing: Publishing): Promise<Outcome> {
  const { who, role, why, now, dryRun } = publishing;
  const version = versionFor(copy, publishing);
  const text = version === null ? null : withVersion(copy.project.document, version);
  const release = text === null ? copy : await readWorkingCopy(copy.uri, now, text);
  if ('broken' in release) return refusal('release', 'The rule set has errors.', { findings: release.broken });
  const diff = release.published?.diff ?? null;
  const wrong = wrongVersion(release);
  if (wrong !== null) return refusal('release', wrong, comparedIn(release));
  const findings = release.findings.filter(
    ({ code, severity }) => severity === 'error' && !['version-not-bumped', 'approval-stale'].includes(code),
  );
  if (findings.length > 0)
    return refusal('release', errorsMessage(findings.length), { findings, ...comparedIn(release) });
  const failed = await failedSamples(release, now);
  if (failed.length > 0)
    return refusal(
      'release',
      `Not every sample passes: ${failed.join('; ')}. \`handrail test\` tells more.`,
      comparedIn(release),
    );
  const authorship = await authorsOf(release, who);
  const approvals = await approvalsOf(release, authorship, publishing.allowedSigners);
  const content: EntryContent = {
    ...contentFor('release', release, {
      who,
      role,
      why,
      time: formatTimestamp(now),
      summary: summaryIn(release, diff),
    }),
    authors: [...new Set([who, ...authorship.authors.map(author => author.who)])],
    approvals: { needed: approvals.needed, counted: approvals.counted.map(({ sequence }) => sequence) },
    counting: countingRules,
    payloads: contractDigests(release.project.ruleSet),
  };
  if (!approvals.sufficient) {
    // An approval speaks of a content with its version: so the version has to be in the file before anybody can approve it.
    if (text !== null && !dryRun) await edit(text);
    const notes =
      text === null || dryRun ? [] : [`The rule file is version ${content.version} now, to be approved as such.`];
    return refusal('release', approvalsMessage(approvals), { ...comparedIn(release), approvals, content, notes });
  }
  const done: Omit<Outcome, 'entry'> = {
    command: 'release',
    refused: null,
    needs: null,
    notes: [],
    findings: [],
    content,
    ...comparedIn(release),
    approvals,
  };
  if (dryRun) return { ...done, entry: null };
  const snapshot = { version: content.version, text: await snapshotText(release.project) };
  const workingCopy = text === null ? {} : { workingCopy: { file: copy.file, text } };
  const entry = await write(content, { snapshot, ...workingCopy });
  return { ...done, entry };
}

/** Null where the file's own is meant. */
function versionFor({ project, published }: WorkingCopy, { version, tick }: Publishing): string | null {
  if (version !== null) {
    if (leastVersion(version, 'none') === null) throw new UsageError(`"${version}" is not a version such as 2.3.0.`);
    return version === project.ruleSet.version ? null : version;
  }
  const latest = published?.latest?.entry.version;
  if (tick === null || latest === undefined) return null;
  if (tick !== 'auto') return leastVersion(latest, tick);
  // What is right already stays as it is written.
  if (published === null || versionProblem(published) === null) return null;
  return published.diff === null ? null : versionAfter(latest, published.diff);
}

function wrongVersion({ project, digest, published }: WorkingCopy): string | null {
  if (published === null) return null;
  const { version } = project.ruleSet;
  const same = releasesIn(published.log.entries).find(each => each.version === version);
  if (same?.digest === digest) return `${version} is released as it is: there is nothing new to release.`;
  const problem = versionProblem(published);
  if (problem !== null) return `${problem.message} \`--tick auto\` does so.`;
  if (same !== undefined) return `${version} was released with another content, and stays what it was.`;
  const higher = releasesIn(published.log.entries).find(each => compareVersions(each.version, version) >= 0);
  return higher === undefined ? null : `${version} does not come after ${higher.version}, which is released.`;
}

function errorsMessage(count: number): string {
  return `The rule set has ${count === 1 ? 'an error' : `${count} errors`}.`;
}

/** A comparison that could not be made is told as one that found nothing and is not complete. */
function summaryIn({ published }: WorkingCopy, diff: SemanticDiff | null): EntryContent['summary'] {
  if (diff !== null) return summaryOf(diff);
  if (published === null || published.latest === null) return null;
  return {
    class: 'loosened',
    regions: { loosened: 0, rerouted: 0, tightened: 0 },
    consequences: { loosened: 0, rerouted: 0, tightened: 0, neutral: 0, breaking: 0 },
    complete: false,
  };
}

/** How far the approvals of a working copy have come, signatures checked if there is something to check them by. */
export async function approvalsOf(
  { published, project, digest, log }: WorkingCopy,
  { authors, unknown }: Authorship,
  allowedSigners: string | null,
): Promise<ApprovalsState> {
  return approvalsFor(log, {
    digest,
    change: published === null ? 'first' : changeToApprove(published),
    governance: {
      now: project.ruleSet.governance,
      before: published?.latest?.project?.ruleSet.governance,
    },
    authors,
    unknownAuthors: unknown,
    ...(allowedSigners === null ? {} : { signatures: await checkSignatures(log, allowedSigners) }),
  });
}

export function approvalsMessage(state: ApprovalsState): string {
  const { needed, counted, missing, rejections, approvers, unknownAuthors } = state;
  const rejected = rejections.map(({ who, why }) => `${who} rejected it${why === null ? '' : ` (${why})`}.`);
  const from = approvers.length === 0 ? '' : ` from ${approvers.join(', ')}`;
  const short =
    missing === 0
      ? []
      : [
          `Needs ${missing} more approval${missing === 1 ? '' : 's'}${from} (${counted.length} of ${needed}): \`handrail approve\`.`,
        ];
  return [...(unknownAuthors === null ? [] : [unknownAuthors]), ...rejected, ...short].join(' ');
}
