import { describe, expect, it } from 'vitest';
import type { HistoryRow, RuleSetHistory } from '../../protocol/server.ts';
import {
  approvalInWords,
  historyDescription,
  reportInWords,
  rowDescription,
  versionInWords,
  versionsBefore,
} from './words.ts';

const row = (more: Partial<HistoryRow>): HistoryRow =>
  ({
    kind: 'release',
    version: '2.3.0',
    time: '2026-03-02T10:00:00Z',
    approvals: [],
    class: null,
    ...more,
  }) as HistoryRow;

it.each([
  [{ who: 'Ada Lovelace <ada@example.com>', class: 'loosened' }, 'loosened · Ada Lovelace · 2 Mar 2026'],
  [{ who: 'ada' }, 'first release · ada · 2 Mar 2026'],
  [{ kind: 'rollback', who: 'ada', class: 'tightened' }, 'rolled back · ada · 2 Mar 2026'],
  [
    { kind: 'open', who: null, approvals: [{ kind: 'approve' }, { kind: 'approve' }, { kind: 'reject' }] },
    '2 approvals, 1 rejection, not released · 2 Mar 2026',
  ],
  [
    {
      kind: 'open',
      who: null,
      approvals: [
        { kind: 'approve', counts: null },
        { kind: 'approve', counts: false },
      ],
    },
    '1 approval, not released, 1 does not count · 2 Mar 2026',
  ],
] as const)('%j is told as %s', (more, words) => {
  expect(rowDescription(row(more as unknown as Partial<HistoryRow>))).toBe(words);
});

it.each([
  [{ log: null, rows: [], faults: [] }, 'nothing released yet'],
  [{ log: 'l', rows: [row({ kind: 'open' }), row({})], faults: [] }, '2.3.0 · log intact'],
  [{ log: 'l', rows: [row({})], faults: [{}] }, '2.3.0 · 1 fault in its log'],
  [{ log: 'l', rows: [], faults: [{}, {}] }, 'nothing released yet · 2 faults in its log'],
  [{ log: 'l', rows: [row({})], faults: [], readable: false }, '2.3.0 · log intact · rule file cannot be read'],
])('summarizes a history', (history, words) => {
  expect(historyDescription({ readable: true, ...history } as unknown as RuleSetHistory)).toBe(words);
});

const none = { loosened: 0, rerouted: 0, tightened: 0 };

it('the report to confirm says what the release does, and who approved it', () => {
  const report = {
    base: { version: '2.2.0' },
    summary: { regions: { loosened: 2, rerouted: 0, tightened: 1 }, consequences: none, complete: true },
    approvals: { needed: 2, missing: 0, counted: [{ who: 'Bob <bob@example.com>' }, { who: 'carol' }] },
  };
  expect(reportInWords(report as never)).toBe('Since 2.2.0: 2 loosened, 1 tightened. 2 of 2 approvals (Bob, carol).');
  expect(reportInWords({ base: null, summary: null } as never)).toBe('The first release.');
});

it('the report to confirm counts and names changes other than those of decisions too, governance first', () => {
  const consequences = [
    { about: 'target', class: 'loosened', breaking: false, message: 'Nobody is told.' },
    { about: 'signal', class: 'neutral', breaking: false, regions: 0, message: 'Another description.' },
    {
      about: 'threshold',
      name: 'low',
      before: 0.5,
      after: 0.4,
      class: 'neutral',
      breaking: false,
      regions: 2,
      message: 'It is 0.4.',
    },
    { about: 'governance', class: 'loosened', breaking: false, message: 'Anybody may approve changes now.' },
  ];
  const report = {
    base: { version: '2.1.0' },
    summary: { regions: { ...none, loosened: 2 }, consequences: { ...none, loosened: 2 }, complete: false },
    diff: { consequences },
    approvals: null,
  };
  expect(reportInWords(report as never)).toBe(
    'Since 2.1.0: 4 loosened. Edited: `low` 0.5 → 0.4. Anybody may approve changes now. Nobody is told. Decisions: 2 loosened. There may be more changes: not everything could be compared.',
  );
});

describe('an approval', () => {
  const approvals = { needed: 1, missing: 0, counted: [{ who: 'carol' }], rejections: [], anybodyMayApprove: true };
  const report = (more: object) =>
    approvalInWords({ counts: { counts: true, message: '' }, approvals: { ...approvals, ...more } } as never);
  const rejections = [{ who: 'Bob <bob@example.com>', why: 'too much' }];

  it('says whether it is enough', () => {
    expect(report({})).toBe('This counts: 1 of 1, which is enough.');
    expect(report({ needed: 0 })).toBe('No approvals are needed.');
  });

  it('is not enough if there is a rejection, which is named', () => {
    const blocked = 'Bob rejected it (too much). This rejection blocks the release until the same person approves.';
    expect(report({ rejections })).toBe(`This counts: 1 of 1. ${blocked}`);
    expect(report({ rejections, needed: 0 })).toBe(blocked);
    expect(report({ rejections, needed: 2, missing: 1 })).toBe(
      `This counts: 1 of 2, 1 more needed, from anybody who did not make the change. ${blocked}`,
    );
  });
});

it('names the version that will be written and the one in the file', () => {
  expect(versionInWords({ version: '2.1.0' }, '2.0.0')).toBe('The file says 2.0.0; 2.1.0 will be written.');
  expect(versionInWords({ version: '2.1.0' }, '2.1.0')).toBe('');
});

it('a rollback cannot go to the last release, unless the rule file cannot be read', () => {
  const rows = [
    { ...row({ kind: 'open', version: '2.4.0' }), snapshot: null },
    { ...row({ kind: 'rollback', version: '2.4.0' }), snapshot: null },
    { ...row({}), snapshot: 'b' },
    { ...row({ version: '2.2.0' }), snapshot: 'a' },
  ];
  const versions = (readable: boolean) => versionsBefore({ rows, readable }).map(({ version }) => version);
  expect(versions(true)).toEqual(['2.2.0']);
  expect(versions(false)).toEqual(['2.3.0', '2.2.0']);
});
