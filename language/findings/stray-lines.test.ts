import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { some } from '../../testing/random/random-cases.ts';
import type { Finding } from './finding.ts';

const folder = join(import.meta.dirname, '../../test/fixtures/whole');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const whole = read('refunds.escalation.yaml');
const others = {
  'common/targets.escalation.yaml': read('common/targets.escalation.yaml'),
  'payloads/refund-handoff.v1.schema.json': read('payloads/refund-handoff.v1.schema.json'),
};

async function errorsIn(text: string): Promise<Finding[]> {
  const workspace = memoryWorkspace({ ...others, 'refunds.escalation.yaml': text });
  const { findings } = await createQueries(workspace, {
    without: ['facts'],
  }).findings(workspace.uri('refunds.escalation.yaml'));
  return findings.filter(({ severity }) => severity === 'error');
}

const strays = [
  'foo',
  'foo bar baz',
  '- foo',
  '}',
  '"',
  ': x',
  '@foo',
  '*',
  '[',
  '|',
  '<<<<<<< HEAD',
  '\tfoo',
  'foo: bar',
];

describe.each(strays)('a stray line `%s`', stray => {
  it.each(['', '    '])('behind %j is an error or two, where it is, wherever that is', async indent => {
    const lines = whole.split('\n');
    // Before the first line, in signals, targets, rules and invariants.
    for (const at of some([0, 12, 30, 56, 86], 2)) {
      const text = [...lines.slice(0, at), indent + stray, ...lines.slice(at)].join('\n');
      const errors = await errorsIn(text);
      const shown = `line ${at + 1}: ${errors.map(({ message, range }) => `${range.start.line + 1}: ${message}`).join(' | ')}`;
      expect(errors.length, shown).toBeLessThanOrEqual(2);
      for (const { range } of errors) expect(Math.abs(range.start.line - at), shown).toBeLessThanOrEqual(1);
    }
  });
});

test.each(['', ' ', '  ', '   ', '     ', '      ', '\t'])('a last key behind %j is not missing', async indent => {
  const line = `${indent}to: support-l1\n`;
  const lines = '    to: support-l1\n    payload: refund-handoff@1\n    reason: The customer mentions legal action.\n';
  const text = whole.replace(lines, line);
  const errors = await errorsIn(text);
  const at = text.slice(0, text.indexOf(line)).split('\n').length - 1;
  expect([...new Set(errors.map(({ code, range }) => `${code} ${range.start.line}`))]).toEqual([`yaml-syntax ${at}`]);
});

test('one word above everything is one error', async () => {
  const errors = await errorsIn(`foo\n${whole}`);
  expect(errors.map(({ range, message }) => [range.start.line, message])).toEqual([
    [
      0,
      '`foo` does not fit the lines around it, so this line is not read. Remove it, or write it as `key: value`, indented like the keys around it.',
    ],
  ]);
});

test('a line that interrupts a declaration is named, and not the line below it', async () => {
  const errors = await errorsIn(whole.replace('    onReject: resume', 'foo: bar\n    onReject: resume'));
  expect(errors.map(({ range }) => range.start.line)).toEqual([
    whole.split('\n').findIndex(line => line.startsWith('    onReject')),
  ]);
});

test('in a long file too', async () => {
  const rule = (index: number) =>
    `  - id: more-${index}\n    when: amount > ${index}\n    decide: escalate\n    to: support-l1\n`;
  const long = whole.replace(
    /^default:/m,
    `${Array.from({ length: 210 }, (_, index) => rule(index)).join('')}default:`,
  );
  const lines = long.split('\n');
  expect(lines.length).toBeGreaterThan(840);
  const places = ['    when: amount > 200', '  - id: more-3', 'default:', '  min_confidence:'];
  const edits = ['    } foo bar', 'foo: bar'].flatMap(stray => places.map(before => ({ stray, before })));
  for (const { stray, before } of some(edits, 3)) {
    const at = lines.findIndex(line => line.startsWith(before));
    const errors = await errorsIn([...lines.slice(0, at), stray, ...lines.slice(at)].join('\n'));
    const shown = `${stray} before ${before}: ${errors.map(({ message }) => message).join(' | ')}`;
    expect(errors.length, shown).toBeLessThanOrEqual(3);
    for (const { range } of errors) expect(Math.abs(range.start.line - at), shown).toBeLessThanOrEqual(1);
  }
});

test('a word at the margin that is nearly a section is that section, not yet complete', async () => {
  const errors = await errorsIn(whole.replace(/^thresholds:.*$/m, 'threshold'));
  expect(errors.map(({ message }) => message)).toContain('A `:` is missing after `threshold`.');
});

test('a fault below an empty first line ends too', async () => {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': '\n\nfoo\nescalation: 1\nname: "a\n' });
  const { findings } = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
  expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
});
