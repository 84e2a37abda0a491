import { describe, expect, test } from 'vitest';
import { deep } from '../../testing/random/random-cases.ts';
import { chained, logText, sealed, type EntryContent, type EntryReview, type LogEntry } from './log-entry.ts';
import { verifyLog } from './verify.ts';

function entryOf(more: Partial<EntryContent>): EntryContent {
  return {
    kind: 'release',
    time: '2026-03-02T10:00:00Z',
    ruleset: 'refunds',
    who: 'Dana <dana@example.org>',
    role: null,
    why: 'Större återbetalningar',
    version: '1.0.0',
    digest: 'a'.repeat(64),
    base: null,
    summary: null,
    ...more,
  };
}

function logOf(...contents: Partial<EntryContent>[]): LogEntry[] {
  const log: LogEntry[] = [];
  for (const content of contents) log.push(sealed(chained(entryOf(content), log)));
  return log;
}

const log = logOf(
  { approvals: { needed: 0, counted: [] } },
  { kind: 'approve', who: 'alice', version: '2.0.0', digest: 'b'.repeat(64) },
  { version: '2.0.0', digest: 'b'.repeat(64), approvals: { needed: 1, counted: [2] } },
  { kind: 'rollback', version: '2.1.0', digest: 'c'.repeat(64), to: '1.0.0' },
);
const text = logText(log);
const lines = text.split('\n').slice(0, -1);
const head = log.at(-1)?.hash ?? '';

function faults(changed: string, options: Parameters<typeof verifyLog>[1] = {}): string[] {
  return verifyLog(changed, options).faults.map(({ line, kind }) => `${line} ${kind}`);
}

const joined = (changed: readonly (string | undefined)[]) => changed.map(line => `${line ?? ''}\n`).join('');

test('an untouched log has no faults', () => {
  expect(verifyLog(text, { head })).toEqual({ faults: [], entries: log, head });
  expect(verifyLog('')).toEqual({ faults: [], entries: [], head: null });
});

test('a pinned head stays valid as the log grows', () => {
  expect(faults(text, { head: log[1]?.hash ?? '' })).toEqual([]);
});

test('CRLF line breaks, as git may write them, are not an edit', () => {
  expect(faults(text.replaceAll('\n', '\r\n'))).toEqual([]);
  expect(faults(text.replace('\n', '\r\n'))).toEqual(['1 edited']);
});

describe('finds', () => {
  test.each([
    ['an edited value', text.replace('alice', 'bob'), ['2 edited']],
    ['an edited hash', text.replace(log[1]?.hash ?? '', 'f'.repeat(64)), ['2 edited', '3 replaced']],
    ['a blank that changes nothing', text.replace('":', '": '), ['1 edited']],
    ['a key that comes twice', text.replace('{', '{"who":"x",'), ['1 edited']],
    ['another key', text.replace('{', '{"a":1,'), ['1 edited']],
    ['a line that was taken out', joined([lines[0], lines[2], lines[3]]), ['2 removed', '2 approval']],
    ['the first line taken out', joined(lines.slice(1)), ['1 removed']],
    [
      'two lines that changed places',
      joined([lines[1], lines[0], lines[2], lines[3]]),
      ['1 removed', '2 reordered', '3 removed'],
    ],
    ['a line that stands twice', joined([lines[0], lines[0], ...lines.slice(1)]), ['2 reordered']],
    ['an empty line', joined([lines[0], '', ...lines.slice(1)]), ['2 malformed']],
    ['a line that is no JSON', joined([lines[0], 'nothing', ...lines.slice(2)]), ['2 malformed', '3 approval']],
    ['a line that is no entry', joined([lines[0], '{}', ...lines.slice(2)]), ['2 malformed', '3 approval']],
    ['a last line cut off', text.slice(0, -1), ['4 truncated']],
    ['a last line cut in the middle', text.slice(0, -20), ['4 malformed', '4 truncated']],
  ])('%s', (_, changed, found) => {
    expect(faults(changed).sort()).toEqual([...found].sort());
  });

  test('a log cut off after a line, by a pinned head', () => {
    expect(faults(joined(lines.slice(0, 3)))).toEqual([]);
    expect(faults(joined(lines.slice(0, 3)), { head })).toEqual(['4 truncated']);
    expect(faults('', { head })).toEqual(['1 truncated']);
  });

  test('an entry rewritten with all that follow, by a pinned head', () => {
    const anew = logText(logOf({ why: 'Another reason' }, { kind: 'approve', who: 'alice' }));
    expect(faults(anew)).toEqual([]);
    expect(faults(anew, { head })).toEqual(['3 truncated']);
  });

  test('a single rewritten entry', () => {
    const first = logText(logOf({ why: 'Another reason' }));
    expect(faults(first + joined(lines.slice(1)))).toEqual(['2 replaced']);
  });

  test('a release that counts approvals that were not given for it', () => {
    const approve = { kind: 'approve', who: 'alice', digest: 'c'.repeat(64) } as const;
    expect(faults(logText(logOf(approve, { approvals: { needed: 1, counted: [1] } })))).toEqual(['2 approval']);
    expect(faults(logText(logOf(approve, { approvals: { needed: 1, counted: [] } })))).toEqual(['2 approval']);
  });

  test('missing, edited, unreadable and unknown snapshots', () => {
    const sound = new Map([
      ['1.0.0.escalation.yaml', 'a'.repeat(64)],
      ['2.0.0.escalation.yaml', 'b'.repeat(64)],
    ]);
    expect(faults(text, { snapshots: sound })).toEqual([]);
    expect(faults(text, { snapshots: new Map([['2.0.0.escalation.yaml', 'b'.repeat(64)]]) })).toEqual(['1 snapshot']);
    expect(faults(text, { snapshots: new Map(sound).set('1.0.0.escalation.yaml', 'c'.repeat(64)) })).toEqual([
      '1 snapshot',
    ]);
    expect(
      faults(text, { snapshots: new Map<string, string | null>(sound).set('2.0.0.escalation.yaml', null) }),
    ).toEqual(['3 snapshot']);
    for (const name of ['9.0.0.escalation.yaml', '1.0.0.escalation.yml', '1.0.0.Escalation.yaml', 'notes.txt'])
      expect(faults(text, { snapshots: new Map(sound).set(name, 'a'.repeat(64)) })).toEqual(['5 snapshot']);
  });

  test('entries of another rule set', () => {
    expect(faults(text, { ruleset: 'refunds' })).toEqual([]);
    expect(faults(text, { ruleset: 'claims' })).toEqual(['1 ruleset', '2 ruleset', '3 ruleset', '4 ruleset']);
  });

  test('an invalid signature', () => {
    const signed = sealed({ ...chained(entryOf({}), []), signature: 'x' });
    expect(faults(logText([signed]), { signatures: new Map([[1, 'no such key']]) })).toEqual(['1 signature']);
    expect(faults(logText([signed]), { signatures: new Map([[1, null]]) })).toEqual([]);
  });
});

describe('the approvals of a release are checked by the rules of its time', () => {
  const two = { version: '2.0.0', digest: 'b'.repeat(64), authors: ['Dana <dana@example.org>'] };
  const approve = (who: string) => ({ kind: 'approve' as const, who, version: '2.0.0', digest: 'b'.repeat(64) });
  const released = (whose: readonly string[], counting?: number) =>
    faults(
      logText(
        logOf(...whose.map(approve), {
          ...two,
          approvals: { needed: whose.length, counted: whose.map((_, index) => index + 1) },
          ...(counting === undefined ? {} : { counting }),
        }),
      ),
    );

  test.each([
    ['two addresses of one name', ['Alice <alice@example.org>', 'Alice <alice@elsewhere.example>']],
    ['the author from another address', ['Dana <dana@elsewhere.example>']],
  ])('%s', (_, whose) => {
    expect(released(whose)).toEqual([]);
    expect(released(whose, 2)).toEqual([`${whose.length + 1} approval`]);
  });

  test('a rollback', () => {
    const log = (counting: number) =>
      logOf({ kind: 'rollback', who: 'Alice <alice@example.org>', to: '1.0.0' }, approve('Alice <alice@example.org>'), {
        ...two,
        approvals: { needed: 1, counted: [2] },
        counting,
      });
    expect(faults(logText(log(2)))).toEqual([]);
    expect(faults(logText(log(3)))).toEqual(['3 approval']);
  });

  test('a release without counting rules cannot return to looser ones', () => {
    const log = logOf({ counting: 2 }, approve('Dana <dana@elsewhere.example>'), {
      ...two,
      approvals: { needed: 1, counted: [2] },
    });
    expect(faults(logText(log))).toEqual(['3 approval']);
  });
});

test('no flipped bit of a log goes unnoticed, whichever byte it is in', () => {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let flips = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (const bit of deep ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8]) {
      const flipped = bytes.slice();
      flipped[at] = (bytes[at] ?? 0) ^ (1 << bit);
      flips++;
      if (verifyLog(decoder.decode(flipped), { head }).faults.length === 0) throw new Error(`bit ${bit} of byte ${at}`);
    }
  }
  expect(flips).toBe(bytes.length * (deep ? 8 : 1));
  expect(flips).toBeGreaterThan(1000);
});

test('two entries with one predecessor are reported as a fork, a repeated line is not', () => {
  const [, other] = logOf({ approvals: { needed: 0, counted: [] } }, { kind: 'approve', who: 'bob', version: '2.0.0' });
  expect(faults(logText([...log.slice(0, 2), other as LogEntry]))).toEqual(['3 forked']);
  expect(faults(logText([...log.slice(0, 2), log[1] as LogEntry]))).toEqual(['3 reordered']);
});

describe('the review of an approval', () => {
  const review: EntryReview = {
    before: 'a'.repeat(64),
    read: ['0123456789ab'],
    unread: ['ba9876543210'],
    comments: [{ region: '0123456789ab', change: 'pause becomes continue', comment: 'Agreed.' }],
  };
  const approval = { kind: 'approve' } as const;

  test('leaves the hashes of entries without one as they were', () => {
    expect(logOf(approval)[0]?.hash).toBe('45ca6b2eb96e3a04cdc4d5c533eccd0c1f31571214ad6d5f66ac251e807f9c00');
  });

  test('is part of the hash', () => {
    const reviewed = logText(logOf({ ...approval, review }));
    expect(faults(reviewed)).toEqual([]);
    expect(faults(reviewed.replace('Agreed.', 'Refused.'))).toEqual(['1 edited']);
    expect(faults(reviewed.replace('"unread":["ba9876543210"]', '"unread":[]'))).toEqual(['1 edited']);
  });

  test.each<[string, unknown]>([
    ['no object', 'read'],
    ['without the version before', { ...review, before: undefined }],
    ['with an id that is no text', { ...review, read: [1] }],
    ['with a comment on nothing', { ...review, comments: [{ comment: 'Agreed.', change: null }] }],
  ])('makes a line malformed if it is %s', (_, wrong) => {
    const entry = { ...approval, review: wrong as EntryReview };
    expect(verifyLog(logText(logOf(entry))).faults).toMatchObject([
      { kind: 'malformed', message: expect.stringContaining('its `review` is') as string },
    ]);
  });
});
