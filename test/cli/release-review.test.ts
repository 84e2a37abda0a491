import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../../engine/release/read-log.ts';
import logEntrySchema from '../../schemas/log-entry.schema.json' with { type: 'json' };
import { handrail } from '../../testing/command-line.ts';
import {
  alice,
  bob,
  createReleaseRepository,
  log,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

let repository: ReleaseRepository;
let run: ReleaseRepository['run'];

beforeEach(async () => {
  repository = createReleaseRepository();
  ({ run } = repository);
  await repository.loosen();
});
afterEach(() => repository.remove());

interface Planned {
  digest: string;
  base: { digest: string };
  diff: { regions: { id: string }[] };
}

/** The digest of a version that is not the last release, so that what changed since is known from the review alone. */
const earlier = '1'.repeat(64);

/** A review of the working copy, as it is exported as JSON, in a file. */
async function reviewFile(more: Record<string, unknown> = {}): Promise<string> {
  const { stdout } = await run('approve', ruleFile, '--dry-run', '--format', 'json', ...alice);
  const { digest, diff } = JSON.parse(stdout) as Planned;
  const [region] = diff.regions;
  if (region === undefined) throw new Error('Nothing changes.');
  const regions = [
    { id: region.id, change: 'escalate → desk by large@1 becomes continue by small@1' },
    { id: 'other', change: 'pause by the default becomes continue by small@1' },
  ];
  const review = {
    before: { digest: earlier },
    after: { digest },
    diff: { regions },
    reviewed: [region.id],
    comments: { [region.id]: 'Agreed in the\nrisk meeting.', gone: 'About an earlier text.' },
    ...more,
  };
  const file = path.join(repository.folder, 'review.json');
  writeFileSync(file, JSON.stringify({ reviews: [{ ...review, after: { digest: '0'.repeat(64) } }, review] }));
  return file;
}

const lastEntry = () => readLog(repository.read(log)).at(-1);

describe('a review that is stored with an approval', () => {
  test('keeps the regions that were read, those that were not, and the comments', async () => {
    const { code, stdout } = await run('approve', ruleFile, '--why', 'Fits', '--review', await reviewFile(), ...alice);
    expect(stdout).toMatch(/with your review: read 1 of 2 changes[^,]*, 1 comment/);
    expect(code).toBe(0);
    const entry = lastEntry();
    expect(entry?.review).toEqual({
      before: earlier,
      read: [expect.stringMatching(/^[0-9a-f]{12}$/)],
      unread: ['other'],
      comments: [
        {
          region: entry?.review?.read[0],
          change: 'escalate → desk by large@1 becomes continue by small@1',
          comment: 'Agreed in the\nrisk meeting.',
        },
      ],
    });
    const validate = new Ajv2020({ strict: false }).compile(logEntrySchema);
    expect(validate(entry), JSON.stringify(validate.errors)).toBe(true);
  });

  test('is shown in the history, before and after the release', async () => {
    await run('approve', ruleFile, '--why', 'Fits', '--review', await reviewFile(), ...alice);
    await run('approve', ruleFile, '--why', 'Fine', ...bob);
    const shown = [
      '✓ Alice <alice@example.org>, read 1 of 2 changes since digest 111111111111: Fits',
      'on escalate → desk by large@1 becomes continue by small@1:',
      'Agreed in the',
      'risk meeting.',
      '✓ Bob <bob@example.org>: Fine',
    ].join('\n');
    const history = async () => (await run('log', ruleFile)).stdout.replaceAll(/^ +/gm, '');
    expect(await history()).toContain(shown);
    await run('release', ruleFile);
    expect(await history()).toContain(shown);
    const markdown = (await run('log', ruleFile, '--format', 'markdown')).stdout;
    expect(markdown).toMatch(/✓ Alice [^,|]*, read 1 of 2 changes[^,]*, ✓ Bob/);
    const { logs } = JSON.parse((await run('log', ruleFile, '--format', 'json')).stdout) as {
      logs: { history: { approvals: { review: unknown }[] }[] }[];
    };
    const [given, without] = logs[0]?.history.at(-1)?.approvals ?? [];
    expect(given?.review).toMatchObject({ unread: ['other'] });
    expect(without?.review).toBeNull();
  });

  test('comes from standard input too, and with a rejection', async () => {
    const stdin = repository.read(path.basename(await reviewFile()));
    const args = ['reject', ruleFile, '--why', 'Too large', '--review', '-', ...alice];
    expect(await handrail(args, { cwd: repository.folder, stdin })).toMatchObject({ code: 0 });
    expect(lastEntry()).toMatchObject({ kind: 'reject', review: { unread: ['other'] } });
  });

  test.each<[string, (line: string) => string]>([
    ['a comment', line => line.replace('Agreed', 'Refused')],
    ['a region that was not read', line => line.replace('"unread":["other"]', '"unread":[]')],
    [
      'the version that it was compared with',
      line => line.replace(/("review":\{"before":")(.)/, (_, key, digit) => `${key}${digit === 'f' ? '0' : 'f'}`),
    ],
  ])('is covered by the hash of the entry: %s', async (_, edit) => {
    await run('approve', ruleFile, '--why', 'Fits', '--review', await reviewFile(), ...alice);
    const text = repository.read(log);
    const lines = text.split('\n');
    lines[1] = edit(lines[1] ?? '');
    expect(lines.join('\n')).not.toBe(text);
    writeFileSync(path.join(repository.folder, log), lines.join('\n'));
    const { code, stdout } = await run('log', ruleFile, 'verify');
    expect(stdout).toMatch(/log\.jsonl:2 edited/);
    expect(code).toBe(1);
  });

  test('is refused if the file has been edited since, and nothing is written', async () => {
    const review = await reviewFile();
    repository.edit(ruleFile, /2000/g, '3000');
    repository.commitAll('Even larger refunds', 'Erin');
    const before = repository.read(log);
    const { code, stdout } = await run('approve', ruleFile, '--why', 'Fits', '--review', review, ...alice);
    expect(stdout).toMatch(/Refused: The review is about other content \(digest .*\) than the rule file has now/);
    expect(code).toBe(1);
    expect(repository.read(log)).toBe(before);
  });

  test('of the change since the last release is held against that change', async () => {
    const { stdout } = await run('approve', ruleFile, '--dry-run', '--format', 'json', ...alice);
    const { base, diff } = JSON.parse(stdout) as Planned;
    const [region] = diff.regions;
    const before = { digest: base.digest };
    const nothing = { before, diff: { regions: [] }, reviewed: [], comments: { [region?.id ?? '']: 'I object.' } };
    await run('approve', ruleFile, '--why', 'Fits', '--review', await reviewFile(nothing), ...alice);
    expect(lastEntry()?.review).toMatchObject({
      read: [],
      unread: diff.regions.map(({ id }) => id),
      comments: [{ region: region?.id, comment: 'I object.' }],
    });
    const invented = await reviewFile({ before, reviewed: ['zzz'] });
    const { code, stdout: said } = await run('approve', ruleFile, '--why', 'Fits', '--review', invented, ...bob);
    expect(said).toContain('The review says that zzz was read, and the change has nothing with that id');
    expect(code).toBe(1);
  });

  test.each<[string, unknown, string]>([
    ['a list', [], 'it has no list `reviews`'],
    ['a review without ticks', { reviews: [{}] }, '`reviewed` is no list'],
    ['a short digest', { reviews: [{ reviewed: [], after: { digest: 'abc' } }] }, '`after.digest` is not the digest'],
    ['comments in a list', { reviews: [{ reviewed: [], comments: [] }] }, '`comments` has no comment for each id'],
    [
      'a comment that is no text',
      {
        reviews: [
          { reviewed: [], comments: { a: 1 }, after: { digest: 'a'.repeat(64) }, before: { digest: 'a'.repeat(64) } },
        ],
      },
      '`a` is no text',
    ],
  ])('%s is bad usage', async (_, content, why) => {
    const file = path.join(mkdtempSync(path.join(repository.folder, 'given-')), 'review.json');
    writeFileSync(file, JSON.stringify(content));
    const { code, stderr } = await run('approve', ruleFile, '--why', 'Fits', '--review', file, ...alice);
    expect(stderr).toContain(`--review takes a review that was exported as JSON, but ${why}`);
    expect(code).toBe(2);
  });
});
