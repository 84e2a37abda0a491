import { expect, test } from 'vitest';
import { applyEdits } from '../../test/support/marked-text.ts';
import { memoryWorkspace } from '../../test/support/memory-workspace.ts';
import { checkWorkspaceFile } from '../findings/check.ts';
import { fixAll, quickFixes } from './code-actions.ts';

const text = `escalation: 1
name: x
version: 1.0.0
signals:
  confidence: { type: number }
  flags: { type: array, items: { type: string } }
rules:
  - id: a
    when: "pii" in flags
    decide: stop
  - id: b
    when: !has(confidnce) || confidence > 0
    decide: stop
`;
const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
const check = () => checkWorkspaceFile(workspace, workspace.uri('a.escalation.yaml'));
const line = (number: number) => ({ start: { line: number, character: 0 }, end: { line: number, character: 99 } });

test('the fixes at a place, the likeliest first', async () => {
  const titles = quickFixes(await check(), line(11), null).map(({ title }) => title);
  expect(titles.slice(0, 2).sort()).toEqual(['Change `confidnce` to `confidence`', 'Put the expression in quotes']);
  expect(titles.slice(2).every(title => title.startsWith('Suppress '))).toBe(true);
  expect(quickFixes(await check(), line(1), null)).toEqual([]);
});

test('only those of the findings asked for', async () => {
  const titles = quickFixes(await check(), line(11), new Set(['undefined-signal'])).map(({ title }) => title);
  expect(titles).toEqual(['Change `confidnce` to `confidence`', 'Suppress undefined-signal on this line']);
});

test('all harmless ones at once leave what changes the meaning', async () => {
  const fixed = applyEdits(text, fixAll(await check()));
  expect(fixed).toContain(`when: '"pii" in flags'`);
  expect(fixed).toContain(`when: '!has(confidnce) || confidence > 0'`);
});
