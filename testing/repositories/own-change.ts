import { afterEach, beforeEach, expect } from 'vitest';
import { alice, bob, createReleaseRepository, ruleFile, type ReleaseRepository } from './release-repository.ts';

/** The repository of the current test, with release 1.0.0 committed by Dana. */
export let repository: ReleaseRepository;
/** Runs a command line in it. */
export let run: ReleaseRepository['run'];

/**
 * Creates a new repository for each test of a file. Each test is a way to approve one's own change: Bob makes it and
 * approves it together with Alice, and Dana releases it.
 */
export function releaseBeforeEach(): void {
  beforeEach(async () => {
    repository = createReleaseRepository();
    ({ run } = repository);
    await repository.release();
  });
  afterEach(() => repository.remove());
}

export const git = (...args: string[]) => repository.git(...args);

/** Runs git as somebody, by name (`Bob` is `Bob <bob@example.org>`) or by name and address. */
export function gitAs(who: string, ...args: string[]): string {
  const [, name = who, email = `${who.toLowerCase()}@example.org`] = /^(.*) <(.*)>$/.exec(who) ?? [];
  return git('-c', `user.name=${name}`, '-c', `user.email=${email}`, ...args);
}

/** Commits all changes with somebody as the author and the committer, unless options say otherwise. @returns the hash */
export function commitAs(who: string, subject: string, ...more: string[]): string {
  git('add', '--all');
  gitAs(who, 'commit', '--quiet', '-m', subject, ...more);
  return git('rev-parse', 'HEAD');
}

/** Loosens the rules, under version 2.0.0. */
export function loosen(): void {
  enlarge();
  repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
}

/** Loosens the rules without a new version. */
export function enlarge(): void {
  repository.edit(ruleFile, /1000/g, '2000');
}

/** Gives the payload contract a new version. */
export function nextContract(): void {
  for (const file of [ruleFile, 'common.escalation.yaml']) repository.edit(file, 'case@1', 'case@2');
}

/** Lets Bob and Alice approve, and Dana release. */
export async function approved(file = ruleFile): Promise<{ code: number | null; stdout: string }> {
  await run('approve', file, '--why', 'Mine', ...bob);
  await run('approve', file, '--why', 'Fits', ...alice);
  return run('release', file);
}

/** Expects that Bob's approval would not count, since he made the change. */
export async function refusesBob(file = ruleFile): Promise<void> {
  const { stdout } = await run('approve', file, '--dry-run', ...bob);
  expect(stdout).toContain('Would record, does not count');
  expect(stdout).toContain('Bob <bob@example.org> made the change');
}

/** Expects that Bob's approval would count, since he has not changed the rules. */
export async function countsBob(file = ruleFile): Promise<void> {
  const { code, stdout } = await run('approve', file, '--dry-run', ...bob);
  expect(stdout).not.toContain('made the change');
  expect(stdout).toMatch(/^Would approve .*\n.*\n {2}approvals: 1 of /);
  expect(code).toBe(0);
}
