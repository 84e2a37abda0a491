import { expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { analysisFixes } from '../fixes/analysis-fixes.ts';
import { findingsAt, fixAll, quickFixes, suppressions } from './code-actions.ts';

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
const check = () => createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
const line = (number: number) => ({ start: { line: number, character: 0 }, end: { line: number, character: 99 } });

test('the fixes at a place, the likeliest first', async () => {
  const titles = quickFixes(await check(), line(11), null).map(({ title }) => title);
  expect(titles.sort()).toEqual(['Change `confidnce` to `confidence`', 'Put the expression in quotes']);
  expect(quickFixes(await check(), line(1), null)).toEqual([]);
});

test('what keeps the file from loading cannot be suppressed, the rest can', async () => {
  const spare = text.replace('signals:', 'signals:\n  spare: { type: number }');
  const other = memoryWorkspace({ 'a.escalation.yaml': spare });
  const checked = await createQueries(other).findings(other.uri('a.escalation.yaml'));
  const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  expect(checked.findings.map(({ code }) => code)).toContain('undefined-signal');
  expect(suppressions(checked, everything, null).map(({ title }) => title)).toEqual([
    'Suppress unused-signal on this line',
  ]);
});

test('only those of the findings asked for', async () => {
  const titles = quickFixes(await check(), line(11), new Set(['undefined-signal'])).map(({ title }) => title);
  expect(titles).toEqual(['Change `confidnce` to `confidence`']);
});

test('all harmless ones at once leave what changes the meaning', async () => {
  const fixed = applyEdits(text, fixAll(await check()));
  expect(fixed).toContain(`when: '"pii" in flags'`);
  expect(fixed).toContain(`when: '!has(confidnce) || confidence > 0'`);
});

test('fixes that loosen stand behind all others, say so, and are not preferred', async () => {
  const name = 'b.escalation.yaml';
  const rules = `escalation: 1
name: x
version: 1.0.0
signals:
  amount: { type: number, minimum: 0, required: true }
targets: { desk: { kind: human }, bot: { kind: agent } }
rules:
  - { id: large, when: amount > 500, decide: escalate, to: desk }
  - { id: us, when: amount > 700, decide: route, to: bot }
default: { decide: pause }
`;
  const offered = async (rule: string) => {
    const shadowing = memoryWorkspace({ [name]: rules.replace('decide: route, to: bot', rule) });
    const checked = await createQueries(shadowing).findings(shadowing.uri(name));
    const codes = new Set(['shadowed-rule']);
    const findings = findingsAt(checked, line(8), codes);
    const tried = await analysisFixes(createQueries(shadowing), checked, findings, { now: 0 });
    return quickFixes(checked, line(8), codes, tried).map(({ title, fix }) => [title, fix.preferred]);
  };
  expect(await offered('decide: route, to: bot')).toEqual([
    ['Delete `us` — no decision changes', false],
    ['Move `us` before `large` — loosens: escalate (desk) → route (bot), no samples yet', false],
    ['Exclude `us` from `large` — loosens: escalate (desk) → route (bot), no samples yet', false],
  ]);
  expect(await offered('decide: stop')).toEqual([
    ['Move `us` before `large` — escalate (desk) → stop, no samples yet', false],
    ['Exclude `us` from `large` — escalate (desk) → stop, no samples yet', false],
    ['Delete `us` — no decision changes', false],
  ]);
});
