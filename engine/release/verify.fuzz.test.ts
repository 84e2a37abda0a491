import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chained, logText, sealed, type EntryContent, type LogEntry } from './log-entry.ts';
import { verifyLog } from './verify.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(250);

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const hash = fc.constantFrom('0', '5', 'a', 'f').map(digit => digit.repeat(64));
const count = fc.nat(9);
const review = fc.record({
  before: hash,
  read: fc.array(text, { maxLength: 2 }),
  unread: fc.array(text, { maxLength: 2 }),
  comments: fc.array(fc.record({ region: text, change: fc.option(text), comment: text }), { maxLength: 2 }),
});
const plainContent: fc.Arbitrary<EntryContent> = fc.record({
  kind: fc.constantFrom('release', 'approve', 'reject', 'rollback'),
  time: fc.constantFrom('2026-03-02T10:00:00Z', '2026-11-25T21:24:05.817Z'),
  ruleset: text,
  who: text,
  role: fc.option(text),
  why: fc.option(text),
  version: fc.constantFrom('1.0.0', '2.10.3'),
  digest: hash,
  base: fc.option(fc.record({ version: text, digest: hash })),
  summary: fc.option(
    fc.record({
      class: fc.constantFrom('loosened', 'rerouted', 'tightened', 'equivalent'),
      regions: fc.record({ loosened: count, rerouted: count, tightened: count }),
      consequences: fc.record({ loosened: count, rerouted: count, tightened: count, neutral: count, breaking: count }),
      complete: fc.boolean(),
    }),
  ),
});
const content = fc
  .tuple(plainContent, fc.option(review))
  .map(([plain, given]): EntryContent => (given === null ? plain : { ...plain, review: given }));
const logs: fc.Arbitrary<LogEntry[]> = fc.array(content, { minLength: 1, maxLength: 5 }).map(contents => {
  const log: LogEntry[] = [];
  for (const each of contents) log.push(sealed(chained(each, log)));
  return log;
});

const encoder = new TextEncoder();
// As Node reads files: invalid UTF-8 becomes U+FFFD, a byte order mark is kept.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Manipulations of the bytes of a log. */
const tampering = fc.record({
  how: fc.constantFrom('replace', 'insert', 'delete', 'cut', 'drop-line', 'swap-lines', 'repeat-line'),
  at: fc.nat(),
  other: fc.nat(),
  byte: fc.integer({ min: 0, max: 255 }),
});
type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never;

function tampered(log: readonly LogEntry[], { how, at, other, byte }: Tampering): string {
  const bytes = encoder.encode(logText(log));
  const place = at % bytes.length;
  const lines = logText(log).split('\n').slice(0, -1);
  const [i, j] = [at % lines.length, other % lines.length];
  const joined = (changed: readonly (string | undefined)[]) => changed.map(line => `${line ?? ''}\n`).join('');
  switch (how) {
    case 'replace':
      return decoder.decode(bytes.map((each, index) => (index === place ? byte : each)));
    case 'insert':
      return decoder.decode(Uint8Array.from([...bytes.slice(0, place), byte, ...bytes.slice(place)]));
    case 'delete':
      return decoder.decode(Uint8Array.from([...bytes.slice(0, place), ...bytes.slice(place + 1)]));
    case 'cut':
      return decoder.decode(bytes.slice(0, place));
    case 'drop-line':
      return joined(lines.filter((_, index) => index !== i));
    case 'swap-lines':
      return joined(lines.map((line, index) => (index === i ? lines[j] : index === j ? lines[i] : line)));
    case 'repeat-line':
      return joined([...lines.slice(0, i), lines[i], ...lines.slice(i)]);
  }
}

const onWindows = (written: string) => written.replaceAll('\r\n', '\n');

test('an untouched log has no faults', () => {
  fc.assert(
    fc.property(logs, log => {
      const head = log.at(-1)?.hash ?? '';
      expect(verifyLog(logText(log), { head })).toEqual({ faults: [], entries: log, head });
    }),
    { numRuns: cases(30) },
  );
});

test('every edited byte, every removed, moved or repeated line, and every cut is found', () => {
  let changes = 0;
  fc.assert(
    fc.property(logs, tampering, (log, how) => {
      const written = logText(log);
      const changed = tampered(log, how);
      // A log of one line with CRLF may come from a checkout by git on Windows.
      if (onWindows(changed) === written) return;
      changes++;
      expect(verifyLog(changed, { head: log.at(-1)?.hash ?? '' }).faults).not.toEqual([]);
    }),
    { numRuns: runs },
  );
  expect(changes).toBeGreaterThan(runs * 0.8);
});
