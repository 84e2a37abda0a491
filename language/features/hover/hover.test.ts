import { describe, expect, test } from 'vitest';
import { createQueries } from '../../queries/create-queries.ts';
import { withCursor } from '../../../testing/cursor.ts';
import { memoryWorkspace } from '../../../testing/memory-workspace.ts';
import { withoutMarkdown } from '../describe/markdown.ts';
import { hoverAt } from './hover.ts';

const ruleSet = `escalation: 1
name: refunds
version: 1.0.0
signals:
  confidence: { type: number, minimum: 0, maximum: 1, description: Calibrated answer confidence, required: true }
  latency_ms: { type: integer, minimum: 0, unit: ms, maxAge: 5m, observedAt: quality.at }
  intent: { type: string, enum: [refund, billing] }
  flags: { type: array, items: { type: string, enum: [pii, legal] }, uniqueItems: true }
thresholds:
  low: { value: 0.7, minimum: 0.5, maximum: 0.95, description: Below this a person decides }
targets:
  l1:
    kind: human
    channel: zendesk:queue/refunds
    acknowledgeWithin: 15m
    remindAfter: 7m
    onTimeout: bot
    onReject: resume
    hours: { timezone: Europe/Berlin, days: [mon, fri], from: "09:00", until: "18:00" }
  bot: { kind: agent, acknowledgeWithin: 30s, onTimeout: pause }
  strict: { kind: human, acknowledgeWithin: 5m, onTimeout: deny }
  loop-a: { kind: agent, acknowledgeWithin: 1m, onTimeout: loop-b }
  loop-b: { kind: agent, acknowledgeWithin: 1m, onTimeout: loop-a }
payloads:
  handoff@1:
    schema: { type: object, required: [message] }
    fields: { message: conversation.last, confidence: confidence }
rules:
  - id: weak
    version: 2
    title: Weak answers
    when: confidence < thresholds.low && size(flags) == 0 && flags.exists(v, v == "pii")
    decide: escalate
    to: l1
    payload: handoff@1
    # handrail-disable-next-line unused-signal -- why
    reason: "{{ size(flags) }} flags at {{ confidence }}"
`;
const samples =
  'samples: 1\nruleset: ./a.escalation.yaml\ncases:\n  - name: x\n    input: { confidence: 0.2 }\n    expect: { rule: weak@2, to: l1 }\n';

const workspace = memoryWorkspace({
  'a.escalation.yaml': ruleSet,
  'a.samples.yaml': samples,
  'handrail.config.yaml': 'severity:\n  unused-signal: off\n',
});

async function hover(
  marked: string,
  file: 'a.escalation.yaml' | 'a.samples.yaml' | 'handrail.config.yaml' = 'a.escalation.yaml',
) {
  const { text, position } = withCursor(marked);
  const found = await workspace.read(workspace.uri(file));
  const source = found !== undefined && 'text' in found ? found.text : '';
  const before = source.slice(0, source.indexOf(text)).split('\n');
  const at = { line: before.length - 1, character: (before.at(-1)?.length ?? 0) + position.character };
  const hover = await hoverAt(createQueries(workspace), workspace.uri(file), at);
  return hover === null ? null : withoutMarkdown(hover.contents);
}

test('of a rule with several versions, the one that stands there', async () => {
  const text = ruleSet.replace(
    'rules:\n',
    'rules:\n  - { id: weak, version: 1, status: retired, title: Old words, when: true, decide: stop }\n',
  );
  const own = memoryWorkspace({ 'a.escalation.yaml': text });
  const at = async (id: string) => {
    const before = text.slice(0, text.indexOf(id)).split('\n');
    const position = { line: before.length - 1, character: (before.at(-1)?.length ?? 0) + id.indexOf('weak') + 1 };
    return withoutMarkdown((await hoverAt(createQueries(own), own.uri('a.escalation.yaml'), position))?.contents ?? '');
  };
  expect(await at('id: weak, version: 1')).toContain('Old words');
  expect(await at('id: weak\n    version: 2')).toContain('Weak answers');
});

describe('names', () => {
  test('a signal with its declaration and where it is used', async () => {
    expect(await hover('when: con‸fidence')).toBe(
      'Signal confidence: number from 0 to 1\n\nCalibrated answer confidence\n\nAlways present.\n\nUsed in handoff@1 and weak@2.',
    );
  });
  test('the age that a signal may have', async () => {
    expect(await hover('  laten‸cy_ms')).toContain(
      'Counts as missing when older than 5 min, by the time in quality.at.\n\nNot used.',
    );
  });
  test('sets and texts', async () => {
    expect(await hover('size(fl‸ags)')).toContain('Signal flags: set of "pii" and "legal"');
    expect(await hover('  int‸ent:')).toContain('Signal intent: one of "refund" and "billing"');
  });
  test('a threshold', async () => {
    expect(await hover('thresholds.lo‸w')).toContain(
      'Threshold thresholds.low: 0.7, from 0.5 to 0.95\n\nBelow this a person decides',
    );
  });
  test('a target, with what becomes of a handoff when nobody is there', async () => {
    expect(await hover('to: l‸1')).toBe(
      'Target l1: a person, by zendesk:queue/refunds\n\nHas 15 min to take over (reminder after 7 min); then bot, with 30 s to take over; then the agent stays paused.\n\n' +
        '- available mon, fri 09:00 to 18:00 (Europe/Berlin); else: the agent stays paused\n- when the task is handed back: the agent continues on its own\n\nUsed in weak@2.',
    );
  });
  test('a handoff that ends in a denial', async () => {
    expect(await hover('  stri‸ct:')).toContain(
      'Has 5 min to take over; then the action is denied, and the agent goes on with its task.',
    );
  });
  test('a chain without an end', async () => {
    expect(await hover('  loop‸-a:')).toContain(
      'then loop-b, with 1 min to take over; then loop-a again, in an endless loop.',
    );
  });
  test('a payload contract', async () => {
    expect(await hover('payload: hand‸off@1')).toContain(
      '- message (required): conversation.last\n- confidence: confidence',
    );
  });
  test('a rule, from a sample', async () => {
    expect(await hover('rule: we‸ak@2', 'a.samples.yaml')).toBe(
      'Rule weak@2: escalate → l1, with handoff@1\n\nWeak answers\n\n{{ size(flags) }} flags at {{ confidence }}\n\nDeclared in a.escalation.yaml.',
    );
  });
  test('a signal, from the input of a sample', async () => {
    expect(await hover('{ confi‸dence', 'a.samples.yaml')).toContain('Signal confidence');
  });
});

describe('everything else', () => {
  test('a function', async () => {
    expect(await hover('&& si‸ze(')).toMatch(/^size\(list or string\) → int\n/);
    expect(await hover('flags.ex‸ists(')).toMatch(/^list\.exists\(/);
    expect(await hover('{{ si‸ze(')).toMatch(/^size\(/);
  });
  test('a key', async () => {
    expect(await hover('    dec‸ide:')).toMatch(/^Decision\n[^]*Required\.[^]*- continue: /);
    expect(await hover('  ki‸nd: human'.trimStart())).toMatch(/^Kind/);
  });
  test('a value of several', async () => {
    expect(await hover('decide: esca‸late')).toMatch(/^escalate\n\n./);
  });
  test('a duration in words', async () => {
    expect(await hover('acknowledgeWithin: 1‸5m')).toMatch(/^15 min\n\n/);
  });
  test('the code of a finding', async () => {
    expect(await hover('next-line unused-‸signal')).toMatch(/\(hint\)\n\n/);
    expect(await hover('  unused-‸signal', 'handrail.config.yaml')).toMatch(/\(hint\)\n\n/);
  });
  test('nothing where nothing is to be said', async () => {
    expect(await hover('"{{ size(flags) }} fl‸ags at')).toBeNull();
    expect(
      await hoverAt(createQueries(workspace), 'file:///none.escalation.yaml', { line: 0, character: 0 }),
    ).toBeNull();
  });
});
