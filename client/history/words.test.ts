import { expect, it } from 'vitest';
import type { HistoryRow, RuleSetHistory } from '../../protocol/server.ts';
import { historyDescription, reportInWords, rowDescription } from './words.ts';

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
  [{ log: 'l', rows: [row({ kind: 'open' }), row({})], faults: [] }, '2.3.0 · verified'],
  [{ log: 'l', rows: [row({})], faults: [{}] }, '2.3.0 · 1 fault in its log'],
  [{ log: 'l', rows: [], faults: [{}, {}] }, 'nothing released yet · 2 faults in its log'],
  [{ log: 'l', rows: [row({})], faults: [], readable: false }, '2.3.0 · verified · rule file cannot be read'],
])('a history says what it comes to', (history, words) => {
  expect(historyDescription({ readable: true, ...history } as unknown as RuleSetHistory)).toBe(words);
});

it('what is to be confirmed says what it does, and who approved it', () => {
  const report = {
    base: { version: '2.2.0' },
    summary: { class: 'loosened', regions: { loosened: 2, rerouted: 0, tightened: 1 } },
    approvals: { needed: 2, missing: 0, counted: [{ who: 'Bob <bob@example.com>' }, { who: 'carol' }] },
  };
  expect(reportInWords(report as never)).toBe('Since 2.2.0: 2 loosened, 1 tightened. 2 of 2 approvals (Bob, carol).');
  expect(reportInWords({ base: null, summary: null } as never)).toBe('The first release.');
});
