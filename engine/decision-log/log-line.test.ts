import { describe, expect, it } from 'vitest';
import { concerns, readLoggedLine, readLogLine, type LogLine } from './log-line.ts';

const line = (more: Partial<LogLine>): LogLine => ({ input: {}, at: null, ruleset: null, name: null, ...more });

describe('a line of a decision log', () => {
  it.each<[string, string, LogLine | 'blank' | 'event' | 'unreadable']>([
    ['an input', '{"amount": 1}', line({ input: { amount: 1 } })],
    ['an input after a byte order mark', '\uFEFF{"amount": 1}', line({ input: { amount: 1 } })],
    [
      'a record',
      '{"ruleset": "refunds", "decision": "pause", "at": "2026-03-02T10:00:00Z", "input": {"amount": 2}, "id": "c-7"}',
      line({ input: { amount: 2 }, at: Date.parse('2026-03-02T10:00:00Z'), ruleset: 'refunds', name: 'c-7' }),
    ],
    [
      'an input with a name',
      '{"input": {"amount": 2}, "name": "a case"}',
      line({ input: { amount: 2 }, name: 'a case' }),
    ],
    ['an input alone', '{"input": {"amount": 2}}', line({ input: { amount: 2 } })],
    ['a time that is none', '{"input": {}, "at": "soon"}', line({})],
    ['a signal named input, a text', '{"input": "hello"}', line({ input: { input: 'hello' } })],
    [
      'a signal named input, a group',
      '{"input": {"text": "hello"}, "confidence": 0.4}',
      line({ input: { input: { text: 'hello' }, confidence: 0.4 } }),
    ],
    [
      'an event of a decision',
      '{"type": "decision", "id": "01JD", "at": "2026-03-02T10:00:00Z", "input": {"amount": 2}, "record": {"ruleset": "refunds"}}',
      line({ input: { amount: 2 }, at: Date.parse('2026-03-02T10:00:00Z'), ruleset: 'refunds', name: '01JD' }),
    ],
    [
      'an event without an input',
      '{"type": "outcome", "case": "c", "at": "2026-03-02T10:00:00Z", "measures": {}}',
      'event',
    ],
    ['a malformed event', '{"type": "outcome", "case": "c", "at": "soon", "measures": {}}', 'unreadable'],
    ['nothing', ' \r', 'blank'],
    ['half a line', '{"amount": ', 'unreadable'],
    ['a list', '[1]', 'unreadable'],
    ['a number', '3', 'unreadable'],
  ])('%s', (_, text, expected) => {
    expect(readLogLine(text)).toEqual(expected);
  });

  it('says why it cannot be read', () => {
    expect(readLoggedLine('{"type": "outcome", "case": "c", "at": "soon", "measures": {}}')).toEqual({
      kind: 'unreadable',
      why: '`at` must be an RFC 3339 time',
    });
  });

  it('concerns the rule set that it names, or any if it names none', () => {
    expect(concerns(line({}), 'refunds')).toBe(true);
    expect(concerns(line({ ruleset: 'refunds' }), 'refunds')).toBe(true);
    expect(concerns(line({ ruleset: 'returns' }), 'refunds')).toBe(false);
  });
});
