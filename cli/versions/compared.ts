import path from 'node:path';
import { UsageError } from '../command.ts';
import { exists, isRuleFile } from './disk.ts';
import { isRepository } from './git.ts';
import { parseRelease } from './releases.ts';
import { staged, type Repository, type Revision } from './repository.ts';
import { fileVersion, type RuleSetVersion } from './rule-set-version.ts';
import { revisionAndPath, type Sources } from './sources.ts';

/** The two sides of a comparison: two versions of one rule set, or all rule sets of a repository at two revisions. */
export type Compared =
  | { kind: 'pair'; before: RuleSetVersion; after: RuleSetVersion }
  | {
      kind: 'revisions';
      repository: Repository;
      before: Revision;
      /** Null for the working tree. */
      after: Revision | null;
      /** Git paths of the files and folders to compare; empty for all. */
      within: string[];
    };

/**
 * Interprets the operands of `handrail diff`. As for `git diff`, no operand compares HEAD with the working tree, one revision compares it with the working
 * tree, and two revisions or a range compare these; paths may follow. Otherwise the operands are two versions of one rule set, or one version to compare
 * with the current file.
 */
export async function comparedBy(
  operands: readonly string[],
  { ofStaged, directory, sources }: { ofStaged: boolean; directory: string; sources: Sources },
): Promise<Compared> {
  const named = await leadingRevisions(operands, directory, sources);
  const pair = !ofStaged && named === null ? await pairOf(operands, directory, sources) : null;
  if (pair !== null) return pair;
  const repository = await sources.repository();
  if (ofStaged && named !== null && named.after !== null)
    throw new UsageError('--staged takes one revision to compare with; the default is HEAD.');
  const within: string[] = [];
  for (const each of operands.slice(named?.count ?? 0)) within.push(await pathWithin(each, directory, repository));
  const before = named?.before ?? (await repository.head());
  return { kind: 'revisions', repository, before, after: ofStaged ? staged : (named?.after ?? null), within };
}

interface LeadingRevisions {
  before: Revision;
  after: Revision | null;
  /** The number of operands that name them. */
  count: number;
}

/** The revisions or the range at the start of the operands; null if there are none. A rule file takes precedence over a branch of the same name. */
async function leadingRevisions(
  [first, second]: readonly string[],
  directory: string,
  sources: Sources,
): Promise<LeadingRevisions | null> {
  if (first === undefined || (await isRuleFile(path.resolve(directory, first)))) return null;
  const range = parseRange(first);
  if (range === null && !(await isRepository(directory))) return null;
  const repository = await sources.repository();
  if (range !== null) {
    const [from, to] = [await repository.revision(range.from), await repository.revision(range.to)];
    return { before: range.fromMergeBase ? await repository.mergeBase(from, to) : from, after: to, count: 1 };
  }
  const before = await repository.findRevision(first);
  if (before === null) return null;
  const after =
    second === undefined || (await exists(path.resolve(directory, second)))
      ? null
      : await repository.findRevision(second);
  return { before, after, count: after === null ? 1 : 2 };
}

/** Parses `A..B`, or `A...B` for the merge base; an omitted side is HEAD. Null for paths such as `../rules`. */
function parseRange(operand: string): { from: string; to: string; fromMergeBase: boolean } | null {
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)$/s.exec(operand) ?? [];
  if (from === undefined || to === undefined || /^\.\.?([/\\]|$)|[/\\]\.\.?$/.test(operand) || operand.includes(':'))
    return null;
  return { from: from || 'HEAD', to: to || 'HEAD', fromMergeBase: dots === '...' };
}

async function pairOf(operands: readonly string[], directory: string, sources: Sources): Promise<Compared | null> {
  const [base, head, ...more] = operands;
  if (base === undefined) return null;
  if (head === undefined) {
    if (revisionAndPath(base) === null) return null;
    const before = await sources.version(base);
    return { kind: 'pair', before, after: fileVersion(path.resolve(directory, before.path), directory) };
  }
  if (more.length > 0)
    throw new UsageError(
      `${base} is not a revision. Name one or two revisions and then paths, or only two versions of one rule set.`,
    );
  // A version without the name of its rule set takes it from the other one.
  if (base === '-' || (parseRelease(base) !== null && parseRelease(head) === null)) {
    if (head === '-') throw new UsageError('Standard input (-) can be one of the two versions.');
    const after = await sources.version(head);
    return { kind: 'pair', before: await sources.version(base, after), after };
  }
  const before = await sources.version(base);
  return { kind: 'pair', before, after: await sources.version(head, before) };
}

/** The git path of a file or folder that exists, or once existed. @throws UsageError if it never did */
async function pathWithin(operand: string, directory: string, repository: Repository): Promise<string> {
  const file = path.resolve(directory, operand);
  const found = repository.pathOf(file);
  if (found === null) throw new UsageError(`${operand} is outside the git repository ${repository.root}.`);
  if (await exists(file)) return found;
  const commit = await repository.git(['rev-list', '-1', '--stdin', '--', found], await repository.tips());
  if (commit === '')
    throw new UsageError(
      `${operand} is neither a revision nor a path of the git repository ${repository.root}.${repository.missingHistory}`,
    );
  return found;
}
