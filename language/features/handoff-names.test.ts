import { expect, test } from 'vitest';
import { withCursor } from '../../testing/cursor.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { createQueries } from '../queries/create-queries.ts';
import { complete } from './completion/complete.ts';
import { withoutMarkdown } from './describe/markdown.ts';
import { definitionAt } from './definition.ts';
import { hoverAt } from './hover/hover.ts';
import { referencesAt } from './references.ts';
import { renameAt } from './rename.ts';

const rules = `escalation: 2
name: oversight
version: 1.0.0
targets:
  desk: { kind: human, acknowledgeWithin: 5m, onTimeout: lead, approvals: 2, also: { target: lead, after: 2m } }
  lead: { kind: human, acknowledgeWithin: 5m, onTimeout: night, rounds: 3 }
  night: { kind: human, acknowledgeWithin: 5m, onTimeout: lead }
rules:
  - { id: all, when: true, decide: escalate, to: desk, reason: Two decide., onTimeout: deny, onReject: lead }
default: { decide: escalate, to: night, onUnavailable: lead }
`;
const samples = `samples: 1
ruleset: ./a.escalation.yaml
cases:
  - name: x
    input: {}
    handoff:
      - { after: 3m, event: unavailable, target: lead, expect: { joined: [lead], unavailable: [lead] } }
`;

/** The files with a cursor mark in one of them. */
function open(marked: string) {
  const { text, position } = withCursor(marked);
  const isRules = text.startsWith('escalation');
  const files = { 'a.escalation.yaml': isRules ? text : rules, 'a.samples.yaml': isRules ? samples : text };
  const workspace = memoryWorkspace(files);
  const uri = workspace.uri(isRules ? 'a.escalation.yaml' : 'a.samples.yaml');
  return { queries: createQueries(workspace), uri, position, workspace };
}

const lines = (places: readonly { range: { start: { line: number } } }[]) =>
  places.map(({ range }) => range.start.line + 1).sort((a, b) => a - b);

test.each(['also: { target: le‸ad', 'onReject: le‸ad', 'onUnavailable: le‸ad'])(
  'the definition at %s',
  async marked => {
    const { queries, uri, position } = open(rules.replace(marked.replace('‸', ''), marked));
    expect(lines(await definitionAt(queries, uri, position))).toEqual([6]);
  },
);

test('references and renames reach second targets, fallbacks of rules, and timelines of samples', async () => {
  const { queries, uri, position, workspace } = open(rules.replace('  lead:', '  le‸ad:'));
  const found = await referencesAt(queries, uri, position, { withDefinition: false });
  expect(lines(found.filter(place => place.uri === uri))).toEqual([5, 5, 7, 9, 10]);
  const other = workspace.uri('a.samples.yaml');
  expect(found.filter(place => place.uri === other)).toHaveLength(3);
  const renamed = await renameAt(queries, uri, position, 'chief');
  if (renamed === null || 'refused' in renamed) throw new Error('The rename was refused.');
  const inSamples = applyEdits(
    samples,
    renamed.edits.filter(edit => edit.uri === other),
  );
  expect(inSamples).toBe(samples.replaceAll('lead', 'chief'));
});

test.each([
  [rules.replace('target: lead, after', 'target: ‸, after'), ['lead', 'night'], ['desk', 'pause']],
  [rules.replace('onTimeout: deny', 'onTimeout: ‸'), ['desk', 'lead', 'night', 'pause', 'deny', 'stop', 'resume'], []],
  [samples.replace('target: lead', 'target: ‸'), ['desk', 'lead', 'night'], ['pause']],
  [samples.replace('joined: [lead]', 'joined: [‸]'), ['lead'], ['resume']],
  [samples.replace('event: unavailable', 'event: ‸'), ['acknowledged', 'approved', 'resolved'], []],
  [rules.replace(', approvals: 2', ', ‸'), ['approvals', 'rounds'], ['also']],
])('completion %#', async (marked, offered, others) => {
  const { queries, uri, position } = open(marked);
  const labels = (await complete(queries, uri, position)).map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(offered));
  for (const label of others) expect(labels).not.toContain(label);
});

test('hovers say what becomes of a handoff', async () => {
  const show = async (marked: string) => {
    const { queries, uri, position } = open(rules.replace(marked.replace('‸', ''), marked));
    return withoutMarkdown((await hoverAt(queries, uri, position))?.contents ?? '');
  };
  const desk = await show('  de‸sk:');
  expect(desk).toContain('lead again, until lead was asked 3 times; then the agent stays paused.');
  expect(desk).toContain('- 2 different people must approve\n- lead joins after 2 min, if it is not over by then');
  expect(await show('id: a‸ll')).toContain('escalate → desk, on timeout deny, on rejection lead');
});
