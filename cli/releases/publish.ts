import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import {
  type ApprovalsState,
  countingRules,
  type EntryContent,
  leastVersion,
  rollbackAuthors,
  type SemanticDiff,
  summaryOf,
  textDigest,
  whoMayApprove,
} from '../../engine/index.ts';
import { compareVersions } from '../../engine/model/version-order.ts';
import type { Finding } from '../../language/findings/finding.ts';
import { versionAfter, versionProblem } from '../../language/findings/codes/version-not-bumped.ts';
import { contractDigests, releasesIn } from '../../language/releases/published.ts';
import { snapshotText } from '../../language/releases/snapshot.ts';
import { withVersion } from '../../language/releases/version-edit.ts';
import { UsageError } from '../command.ts';
import { comparedIn, refusal, type Outcome, type ReleaseCheck } from './outcome.ts';
import { filesOutside } from './outside.ts';
import { failedSamples, failedWords, type FailedSamples } from './samples.ts';
import type { Predecessor } from './predecessor.ts';
import { originNotes, standingOf } from './standing.ts';
import { readWorkingCopy, type WorkingCopy } from './working-copy.ts';
import { contentFor, type Writing } from './writing.ts';

export const ticks = ['auto', 'patch', 'minor', 'major'] as const;
export type Tick = (typeof ticks)[number];

export interface Publishing {
  who: string;
  role: string | null;
  why: string | null;
  /** The version from `--version`; null if it is not given. */
  version: string | null;
  tick: Tick | null;
  dryRun: boolean;
  /** Absolute paths of files outside the repository that may be copied. */
  outside: readonly string[];
  /** An allowed-signers file; approvals whose signature is invalid by it do not count. */
  allowedSigners: string | null;
  now: number;
}

/** Publishes the working copy, or refuses and says why. */
export async function publish({ copy, write, edit }: Writing, publishing: Publishing): Promise<Outcome> {
  const { who, role, why, now, dryRun } = publishing;
  const version = versionFor(copy, publishing);
  const text = version === null ? null : withVersion(copy.project.document, version);
  const release = text === null ? copy : await readWorkingCopy(copy.uri, now, text);
  if ('broken' in release) return refusal('release', 'The rule set has errors.', { findings: release.broken });
  const diff = release.published?.diff ?? null;
  const findings = release.findings.filter(
    ({ code, severity }) => severity === 'error' && !checkedElsewhere.includes(code),
  );
  const outside = (await filesOutside(release)).filter(each => !publishing.outside.includes(each));
  const failed = await failedSamples(release, now);
  const { approvals, authorship, origin } = await standingOf(release, who, publishing.allowedSigners);
  if (origin.unknown !== null) return refusal('release', origin.unknown);
  const checks = checksOf({ copy, version, wrong: wrongVersion(release), findings, outside, failed, approvals });
  const content: EntryContent = {
    ...contentFor('release', release, {
      who,
      role,
      why,
      time: formatTimestamp(now),
      summary: summaryIn(release, diff),
    }),
    authors: [...new Set([who, ...[...authorship.authors, ...rollbackAuthors(copy.log)].map(author => author.who)])],
    approvals: { needed: approvals.needed, counted: approvals.counted.map(({ sequence }) => sequence) },
    counting: countingRules,
    ...(origin.predecessor === null ? {} : { formerly: formerly(origin.predecessor) }),
    payloads: contractDigests(release.project.ruleSet),
  };
  const common = { ...comparedIn(release), checks, approvals, content };
  const [wrong] = checks.filter(({ met }) => !met);
  if (wrong !== undefined && wrong.kind !== 'approvals')
    return refusal('release', wrong.message, { ...common, ...(wrong.kind === 'findings' ? { findings } : {}) });
  if (!approvals.sufficient) {
    // An approval covers the version too, so the version must be in the file before anybody can approve it.
    if (text !== null && !dryRun) await edit(text);
    const notes = [
      ...originNotes(origin),
      ...(text === null || dryRun ? [] : [`The rule file now has version ${content.version}, which can be approved.`]),
    ];
    return refusal('release', approvalsMessage(approvals), { ...common, notes });
  }
  const done: Omit<Outcome, 'entry'> = {
    command: 'release',
    refused: null,
    needs: null,
    counts: null,
    notes: originNotes(origin),
    findings: [],
    ...common,
  };
  if (dryRun) return { ...done, entry: null };
  const snapshot = { version: content.version, text: await snapshotText(release.project) };
  const workingCopy = text === null ? {} : { workingCopy: { file: copy.file, text } };
  const entry = await write({ ...content, text: textDigest(snapshot.text) }, { snapshot, ...workingCopy });
  return { ...done, entry };
}

function formerly({ latest: { ruleset, version, digest } }: Predecessor): NonNullable<EntryContent['formerly']> {
  return { ruleset, version, digest };
}

/** The checks of a release, in the order in which they are shown. */
function checksOf({
  copy,
  version,
  wrong,
  findings,
  outside,
  failed,
  approvals,
}: {
  copy: WorkingCopy;
  version: string | null;
  wrong: string | null;
  findings: readonly Finding[];
  outside: readonly string[];
  failed: readonly FailedSamples[];
  approvals: ApprovalsState;
}): ReleaseCheck[] {
  const { version: written } = copy.project.ruleSet;
  return [
    {
      kind: 'version',
      met: wrong === null,
      message:
        wrong ??
        (version === null
          ? `Version ${written}.`
          : [`The file says ${written}; ${version} will be written.`, ...problemOf(copy)].join(' ')),
      uri: copy.uri,
    },
    {
      kind: 'findings',
      met: findings.length === 0,
      message: findings.length === 0 ? noErrorsMessage(copy) : errorsMessage(findings.length),
      uri: findings[0]?.uri ?? null,
    },
    ...outsideChecks(copy, outside),
    {
      kind: 'samples',
      met: failed.length === 0,
      message:
        failed.length === 0
          ? 'All samples pass.'
          : `Not every sample passes: ${failedWords(failed)}. Run \`handrail test\` for details.`,
      uri: failed[0]?.uri ?? null,
    },
    {
      kind: 'approvals',
      met: approvals.sufficient,
      message: approvals.sufficient ? approvedMessage(approvals) : approvalsMessage(approvals),
      uri: null,
    },
  ];
}

/** The message of `version-not-bumped` for the version in the file, if there is one. */
function problemOf({ published }: WorkingCopy): string[] {
  const problem = published === null ? null : versionProblem(published);
  return problem === null ? [] : [problem.message];
}

/** The version to write into the rule file; null to keep its own. */
function versionFor({ project, published }: WorkingCopy, { version, tick }: Publishing): string | null {
  if (version !== null) {
    if (leastVersion(version, 'none') === null) throw new UsageError(`"${version}" is not a version such as 2.3.0.`);
    return version === project.ruleSet.version ? null : version;
  }
  const latest = published?.latest?.entry.version;
  if (tick === null || latest === undefined) return null;
  if (tick !== 'auto') return leastVersion(latest, tick);
  // A version in the file that is high enough is kept.
  if (published === null || versionProblem(published) === null) return null;
  return published.diff === null ? null : versionAfter(latest, published.diff);
}

function wrongVersion({ project, digest, published }: WorkingCopy): string | null {
  if (published === null) return null;
  const { version } = project.ruleSet;
  const same = releasesIn(published.log.entries).find(each => each.version === version);
  if (same?.digest === digest) return `${version} is already released with this content: there is nothing to release.`;
  const problem = versionProblem(published);
  if (problem !== null) return `${problem.message} \`--tick auto\` does so.`;
  if (same !== undefined) return `${version} is already released with different content and cannot change.`;
  const alike = releasesIn(published.log.entries).find(
    each => each.version !== version && each.version.toLowerCase() === version.toLowerCase(),
  );
  if (alike !== undefined)
    return `${version} differs from the released ${alike.version} only in case: Windows and macOS cannot keep both files.`;
  const higher = releasesIn(published.log.entries).find(each => compareVersions(each.version, version) >= 0);
  return higher === undefined ? null : `${version} is not higher than ${higher.version}, which is already released.`;
}

/** Errors that the checks of the version and of the approvals cover. */
const checkedElsewhere = ['version-not-bumped', 'approval-stale'];

/** The message if this check passes. It names errors of the file that other checks cover, since the editor shows them too. */
function noErrorsMessage({ findings }: WorkingCopy): string {
  const covered = checkedElsewhere.filter(each =>
    findings.some(({ code, severity }) => severity === 'error' && code === each),
  );
  return covered.length === 0 ? 'No errors.' : `No errors except ${covered.map(code => `\`${code}\``).join(', ')}.`;
}

function errorsMessage(count: number): string {
  return `The rule set has ${count === 1 ? 'an error' : `${count} errors`}.`;
}

/** Summarizes the changes. If they could not be compared, the summary is `loosened` and incomplete. */
function summaryIn({ published, digest }: WorkingCopy, diff: SemanticDiff | null): EntryContent['summary'] {
  if (diff !== null) return summaryOf(diff);
  if (published === null || published.latest === null) return null;
  const unchanged = published.latest.entry.digest === digest;
  return {
    class: unchanged ? 'equivalent' : 'loosened',
    regions: { loosened: 0, rerouted: 0, tightened: 0 },
    consequences: { loosened: 0, rerouted: 0, tightened: 0, neutral: 0, breaking: 0 },
    complete: unchanged,
  };
}

/** The check for files outside the repository; empty if there are none, as for most rule sets. */
function outsideChecks({ file }: WorkingCopy, outside: readonly string[]): ReleaseCheck[] {
  const [first] = outside;
  if (first === undefined) return [];
  const names = outside.map(each => path.relative(path.dirname(file), each).replaceAll(path.sep, '/'));
  const options = outside.map(each => `--outside ${each}`).join(' ');
  const message = `${names.map(each => `\`${each}\``).join(', ')} ${outside.length === 1 ? 'is' : 'are'} outside the repository, and the release would contain a copy. To allow that, add \`${options}\`.`;
  return [{ kind: 'outside', met: false, message, uri: pathToFileURL(first).href, outside: [...outside] }];
}

function approvedMessage({ needed, counted }: ApprovalsState): string {
  const names = counted.map(({ who }) => who).join(', ');
  const given = counted.length;
  const count = given > needed ? `${given} given, ${needed} needed` : `${given} of ${needed}`;
  return needed === 0 ? 'No approvals needed.' : `Approved by ${names} (${count}).`;
}

export function approvalsMessage(state: ApprovalsState): string {
  const { needed, counted, missing, rejections, unknownAuthors } = state;
  const rejected = rejections.map(({ who, why }) => `${who} rejected it${why === null ? '' : ` (${why})`}.`);
  const names = whoMayApprove(state);
  const from = names === null ? '' : ` from ${names}`;
  const nobody = names === null ? ' Nobody is left who may approve: see `governance.approvers`.' : '';
  const short =
    missing === 0
      ? []
      : [
          `Needs ${missing} more approval${missing === 1 ? '' : 's'}${from} (${counted.length} of ${needed}): \`handrail approve\`.${nobody}`,
        ];
  return [...(unknownAuthors === null ? [] : [unknownAuthors]), ...rejected, ...short].join(' ');
}
