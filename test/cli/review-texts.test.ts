import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixture, handrail } from '../../testing/command-line.ts';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { changedFiles, exampleFiles, reviews, type Review } from '../../testing/repositories/reviews.ts';

const files = exampleFiles();
let repository: TestRepository;
beforeAll(() => {
  repository = createRepository();
  repository.commit({ files, by: 'Ann', at: '2026-03-01T00:00:00Z', subject: 'Add the examples' });
});
afterAll(() => repository.remove());

/** The outputs of `handrail diff` for changed files, which are put back. */
async function diffs(changed: Record<string, string>, ...formats: string[][]): Promise<string[]> {
  repository.write(changed);
  const outputs: string[] = [];
  for (const format of formats) {
    const args = ['diff', 'HEAD', ...format, '--at', '2026-05-01T00:00:00Z'];
    const { stdout, stderr, code } = await handrail(args, { cwd: repository.folder });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    outputs.push(stdout);
  }
  repository.write(Object.fromEntries(Object.keys(changed).map(file => [file, files[file] ?? ''])));
  return outputs;
}

function expectShort(text: string, edits: number): void {
  const lines = text.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(20 + 25 * edits);
  expect(lines.filter(line => line.length > 80)).toEqual([]);
}

const editCount = (review: Review): number =>
  Object.values(review.ruleSets).reduce((sum, edits) => sum + edits.length, 0);

test.each(reviews())('$name: what a reviewer reads in a terminal, and that it is short', async review => {
  const [text = ''] = await diffs(changedFiles(review, files), []);
  expectShort(text, editCount(review));
  await expect(text).toMatchFileSnapshot(fixture(`reviews/read/${review.name}.txt`));
});

const asComments = ['library', 'exception', 'new-version', 'refactoring', 'deleted-rule', 'payload-field'];

test.each(reviews().filter(({ name }) => asComments.includes(name)))(
  '$name: the comment on a pull request',
  async review => {
    const [comment = ''] = await diffs(changedFiles(review, files), ['--format', 'markdown']);
    await expect(comment).toMatchFileSnapshot(fixture(`reviews/read/${review.name}.md`));
  },
);

test('many edits at once are as short for each', async () => {
  const changed: Record<string, string> = {};
  for (const review of reviews()) {
    // Some reviews edit the same place: the first of them is made.
    const own = (file: string): string => changed[file] ?? files[file] ?? '';
    const possible = Object.entries(review.replace).every(([file, pairs]) =>
      pairs.every(([before]) => own(file).split(before).length === 2),
    );
    if (possible) Object.assign(changed, changedFiles(review, { ...files, ...changed }));
  }
  const [text = '', json = ''] = await diffs(changed, [], ['--format', 'json']);
  const { ruleSets } = JSON.parse(json) as { ruleSets: { edits: unknown[] }[] };
  const edits = ruleSets.reduce((sum, each) => sum + each.edits.length, 0);
  expect(edits).toBeGreaterThan(20);
  expectShort(text, edits);
});

test('an edit of a file that several rule sets import is one annotation, at its line', async () => {
  const library = reviews().find(({ name }) => name === 'library');
  if (library === undefined) throw new Error('There is no review of a library.');
  const formats = [
    ['--format', 'github'],
    ['--format', 'sarif'],
  ];
  const [github = '', sarif = ''] = await diffs(changedFiles(library, files), ...formats);
  expect(github).toMatch(/^::warning file=common\/duty-desk\.escalation\.yaml,line=25,title=Less oversight::[^\n]*\n$/);
  expect(github).toContain('duty-manager acknowledgeWithin 15m → 30m%0AIn content-appeals, content-moderation,');
  const log = JSON.parse(sarif) as { runs: { results: { properties: { ruleSets: { name: string }[] } }[] }[] };
  const [result, ...others] = log.runs[0]?.results ?? [];
  expect(others).toEqual([]);
  expect(result?.properties.ruleSets.map(({ name }) => name)).toHaveLength(5);
});
