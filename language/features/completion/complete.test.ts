import { describe, expect, test } from 'vitest';
import { createQueries } from '../../queries/create-queries.ts';
import { cursorMark, withCursor } from '../../../testing/cursor.ts';
import { applyEdits } from '../../../testing/marked-text.ts';
import { memoryWorkspace } from '../../../testing/memory-workspace.ts';
import { contains } from '../../location.ts';
import { complete } from './complete.ts';
import { withoutPlaceholders } from './item.ts';
import { some } from '../../../testing/random/random-cases.ts';

const head = `escalation: 1
name: refunds
version: 1.0.0
signals:
  confidence: { type: number, minimum: 0, maximum: 1, description: Calibrated answer confidence }
  amount: { type: number, unit: USD }
  intent: { type: string, enum: [refund, billing, "it's odd"], required: true }
  policy_flags: { type: array, items: { type: string, enum: [pii, legal] }, uniqueItems: true }
  customer.tier: { type: string, enum: [free, pro] }
  waited: { type: string, format: duration }
  vip: { type: boolean }
thresholds:
  min_confidence: { value: 0.7, minimum: 0.5, maximum: 0.95 }
  large_amount: 1000
targets:
  support: { kind: human, acknowledgeWithin: 15m, onTimeout: specialist }
  specialist: { kind: agent }
payloads:
  handoff@1: { fields: { message: conversation.last } }
`;

const samplesHead = 'samples: 1\nruleset: ./a.escalation.yaml\ncases:\n';
const rule = (rest: string) => `${head}rules:\n  - id: first\n${rest}\n`;
const samplesText = `${samplesHead}  - name: x\n    input: { conversation: { last: hi, turns: 3 } }\n`;

test('lines are broken as those of the document are', async () => {
  const { text, position } = withCursor(`${head}rules:\n  - id: first\n    ${cursorMark}\n`.replaceAll('\n', '\r\n'));
  const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
  const items = await complete(createQueries(workspace), workspace.uri('a.escalation.yaml'), position);
  expect(items.filter(({ newText }) => newText.includes('\r\n'))).not.toEqual([]);
  expect(items.filter(({ newText }) => /(?<!\r)\n/.test(newText))).toEqual([]);
});

/** Completions at the cursor of a file; the others stand beside it. */
async function at(marked: string, path = 'a.escalation.yaml') {
  const { text, position } = withCursor(marked);
  const workspace = memoryWorkspace({
    'a.escalation.yaml': `${head}rules: []\n`,
    'a.samples.yaml': samplesText,
    'common/targets.escalation.yaml': 'escalation: 1\nname: common\nversion: 1.0.0\ntargets:\n  x: { kind: human }\n',
    [path]: text,
  });
  const items = await complete(createQueries(workspace), workspace.uri(path), position);
  for (const each of items) {
    expect(each.range.start.line).toBe(each.range.end.line);
    expect(contains(each.range, position), JSON.stringify(each)).toBe(true);
  }
  /** The line of the cursor, and what it became more, once the item is in. */
  const choose = (label: string): string => {
    const found = items.find(each => each.label === label);
    if (found === undefined)
      throw new Error(`There is no "${label}" among ${items.map(each => each.label).join(', ')}.`);
    const { range, newText, snippet } = found;
    const result = applyEdits(text, [{ range, newText: snippet ? withoutPlaceholders(newText) : newText }]);
    const after = text.split('\n').length - position.line - 1;
    return result
      .split('\n')
      .slice(position.line, result.split('\n').length - after)
      .join('\n');
  };
  const best = Math.min(...items.map(each => each.group));
  return {
    items,
    labels: items.map(each => each.label),
    top: items.filter(each => each.group === best).map(each => each.label),
    choose,
  };
}

describe('conditions', () => {
  test.each([
    ['    when: ‸', 'confidence', '    when: confidence'],
    ['    when:‸', 'confidence', '    when: confidence'],
    ['    when: conf‸', 'confidence', '    when: confidence'],
    ['    when: con‸f < 0.7', 'confidence', '    when: confidence < 0.7'],
    ['    when: confidence < ‸', 'thresholds.min_confidence', '    when: confidence < thresholds.min_confidence'],
    ['    when: confidence < thresholds.‸', 'min_confidence', '    when: confidence < thresholds.min_confidence'],
    [
      '    when: confidence < thresholds.mi‸n_confidence && vip',
      'large_amount',
      '    when: confidence < thresholds.large_amount && vip',
    ],
    ['    when: customer.‸', 'tier', '    when: customer.tier'],
    ['    when: intent == ‸', 'refund', '    when: intent == "refund"'],
    ['    when: intent == ‸', "it's odd", '    when: intent == "it\'s odd"'],
    ["    when: 'intent == ‸'", 'refund', '    when: \'intent == "refund"\''],
    ["    when: 'intent == ‸'", "it's odd", "    when: 'intent == \"it''s odd\"'"],
    ['    when: "intent == ‸"', 'refund', '    when: "intent == \'refund\'"'],
    ['    when: "intent == ‸', 'refund', "    when: \"intent == 'refund'"],
    ['    when: intent == "re‸', 'refund', '    when: intent == "refund"'],
    ['    when: intent == "‸" && vip', 'billing', '    when: intent == "billing" && vip'],
    ["    when: 'intent == \"‸'", 'refund', '    when: \'intent == "refund"\''],
    ['    when: intent in ["refund", "‸"]', 'billing', '    when: intent in ["refund", "billing"]'],
    ['    when: intent in ["refund", ‸]', 'billing', '    when: intent in ["refund", "billing"]'],
    ['    when: intent in ‸', '["refund", …]', '    when: intent in ["refund"]'],
    ['    when: policy_flags.exists(v, v == ‸)', 'legal', '    when: policy_flags.exists(v, v == "legal")'],
    ['    when: policy_flags.‸', 'exists', '    when: policy_flags.exists(v, v == )'],
    ['    when: vip && policy_flags.exi‸', 'exists', '    when: vip && policy_flags.exists(v, v == )'],
    ['    when: \'"‸" in policy_flags\'', 'pii', '    when: \'"pii" in policy_flags\''],
    ['    when: ‸', '"legal" in policy_flags', '    when: \'"legal" in policy_flags\''],
    ['    when: vip && ‸', '"legal" in policy_flags', '    when: vip && "legal" in policy_flags'],
    ['    when: vip && "le‸', 'legal', '    when: vip && "legal" in policy_flags'],
    ['    when: waited > ‸', 'duration(…)', '    when: waited > duration("15m")'],
    ['    when: "waited > ‸"', 'duration(…)', '    when: "waited > duration(\'15m\')"'],
    ['    when: confidence ‸', '<', '    when: confidence < '],
    ['    when: confidence < 0.7 ‸', '&&', '    when: confidence < 0.7 && '],
    ['    when: ha‸', 'has', '    when: has(signal)'],
    ['    when: !ha‸', 'has', '    when: !has(signal)'],
    ['    when: |\n      confidence > 0.2 &&\n      am‸', 'amount', '      amount'],
    ['    when: >-\n      vip &&\n      intent == ‸', 'refund', '      intent == "refund"'],
    ['    when:\n      all:\n        - conf‸', 'confidence', '        - confidence'],
    ['    when:\n      all:\n        - vip\n        - ‸', 'amount', '        - amount'],
    ['    when:\n      all:\n        - vip\n        -‸', 'amount', '        - amount'],
    ['    when: { all: [vip, ‸] }', 'amount', '    when: { all: [vip, amount] }'],
    ['    when: { not: am‸ }', 'amount', '    when: { not: amount }'],
    ['    when:\n      ‸', 'all', '      all:\n        - '],
    ['    when:\n      al‸', 'all', '      all:\n        - '],
    ['    reason: "Too much: {{ am‸ }}"', 'amount', '    reason: "Too much: {{ amount }}"'],
    ['    reason: Too much for {{ ‸', 'amount', '    reason: Too much for {{ amount'],
    ['    reason: Plan {{ customer.‸ }} is small', 'tier', '    reason: Plan {{ customer.tier }} is small'],
  ])('%s + %s', async (marked, label, result) => {
    expect((await at(rule(marked))).choose(label)).toBe(result);
  });

  test('what fits comes first', async () => {
    expect((await at(rule('    when: intent == ‸'))).top).toEqual(['refund', 'billing', "it's odd"]);
    expect((await at(rule('    when: vip == ‸'))).top).toEqual(['true', 'false']);
    expect((await at(rule('    when: amount > ‸'))).top).toEqual([
      'thresholds.min_confidence',
      'thresholds.large_amount',
    ]);
    expect((await at(rule('    when: policy_flags ‸'))).labels).not.toContain('<');
    expect((await at(rule('    when: confidence < thresholds.min_confidence ‸'))).labels).toEqual(['&&', '||']);
  });

  test('numbers, new variables and prose are left alone', async () => {
    for (const text of [
      'when: confidence < 0.‸',
      'when: policy_flags.exists(‸',
      'reason: Because the ‸',
      'title: the ‸',
    ]) {
      expect((await at(rule(`    ${text}`))).labels, text).toEqual([]);
    }
  });

  test('payload fields know the signals and what samples have', async () => {
    const payload = (text: string) => `${head.replace('message: conversation.last', `message: ${text}`)}rules: []\n`;
    expect((await at(payload('‸'))).labels).toEqual(
      expect.arrayContaining(['amount', 'conversation', 'conversation.last']),
    );
    expect((await at(payload('conversation.‸'))).labels).toEqual(['last', 'turns']);
  });
});

test('inside of a function, texts are those of what it is about, and of nothing else', async () => {
  const labels = async (marked: string) => (await at(marked)).labels;
  expect(await labels(rule('    when: intent.startsWith("‸")'))).toEqual(['refund', 'billing', "it's odd"]);
  expect(await labels(rule('    when: customer.tier.contains("‸")'))).not.toContain('pii');
  expect(await labels(rule('    when: waited > duration("‸")'))).toEqual([]);
  expect(await labels(rule('    when: policy_flags.exists(v, v.startsWith("‸"))'))).toEqual(['pii', 'legal']);
  expect(await labels(rule('    when: \'"‸" in policy_flags\''))).toContain('pii');
});

describe('values and names', () => {
  test.each([
    ['    decide: ‸', 'escalate', '    decide: escalate'],
    ['    decide:‸', 'escalate', '    decide: escalate'],
    ['    decide:‸ escalate', 'route', '    decide: route'],
    ['    decide: e‸scalate', 'route', '    decide: route'],
    ['    decide: "‸"', 'route', '    decide: "route"'],
    ["    decide: 'es‸", 'escalate', "    decide: 'escalate'"],
    ['    decide: escalate\n    to: ‸', 'support', '    to: support'],
    ['    decide: escalate\n    payload: ‸', 'handoff@1', '    payload: handoff@1'],
    ['    decide: escalate\n    payload: hand‸off@1', 'handoff@1', '    payload: handoff@1'],
    ['    severity: ‸', 'high', '    severity: high'],
    ['    effective: { ‸ }', 'from', '    effective: { from:  }'],
  ])('%s + %s', async (marked, label, result) => {
    const { choose } = await at(rule(marked));
    expect(choose(label).replace(/\d{4}-\S+/, '')).toBe(result);
  });

  test('what a later version of the language knows is offered with that version', async () => {
    const decide = '    decide: ‸';
    const offered = async (text: string) => (await at(text)).items.find(({ label }) => label === 'deny')?.detail;
    expect(await offered(rule(decide))).toBe('version 2');
    expect(await offered(rule(decide).replace('escalation: 1', 'escalation: 2'))).toBeNull();
    const skeletons = async (text: string) => (await at(text)).labels.filter(label => label.startsWith('rule: '));
    const rules = `${head}rules:\n  - ‸\n`;
    expect(await skeletons(rules)).not.toContain('rule: an action is denied');
    expect(await skeletons(rules.replace('escalation: 1', 'escalation: 2'))).toContain('rule: an action is denied');
  });

  test('targets that the decision can go to come first; a target is no fallback of itself', async () => {
    expect((await at(rule('    decide: route\n    to: ‸'))).top).toEqual(['specialist']);
    const own = head.replace('specialist: { kind: agent }', 'specialist: { kind: agent, onTimeout: ‸ }');
    expect((await at(`${own}rules: []\n`)).labels).toEqual(['support', 'pause', 'deny', 'stop', 'resume']);
  });

  test('libraries are offered as imports by their relative paths', async () => {
    const { choose, labels } = await at(`${head}imports:\n  - ‸\nrules: []\n`);
    expect(labels).toContain('./common/targets.escalation.yaml');
    expect(choose('./common/targets.escalation.yaml')).toBe('  - ./common/targets.escalation.yaml');
  });
});

describe('keys', () => {
  test.each([
    ['‸', 'signals', 'signals:\n  confidence:\n    type: number'],
    ['si‸', 'signals', 'signals:\n  confidence:\n    type: number'],
    ['si‸gnals:\n  x: { type: number }', 'thresholds', 'thresholds:'],
    ['default: { de‸ }', 'decide', 'default: { decide: continue }'],
    ['default: { decide: stop, ‸ }', 'reason', 'default: { decide: stop, reason:  }'],
    ['rules:\n  - i‸', 'id', '  - id: '],
    ['rules:\n  - id: x\n    ef‸\n    when: vip', 'effective', '    effective:\n      '],
    ['rules:\n  - id: x\n    ‸\n    when: vip', 'decide', '    decide: continue'],
    [
      'targets:\n  x:\n    kind: human\n    ho‸',
      'hours',
      '    hours:\n      timezone: Europe/Berlin\n      days:\n        - mon\n      from: "09:00"\n      until: "18:00"',
    ],
  ])('%s + %s', async (marked, label, result) => {
    const { choose } = await at(`escalation: 1\nname: x\nversion: 1.0.0\n${marked}\n`);
    expect(choose(label)).toBe(result);
  });

  test('keys that are there already are not offered again', async () => {
    const { labels } = await at(rule('    when: vip\n    ‸'));
    expect(labels).toEqual(expect.arrayContaining(['decide', 'to', 'payload', 'reason']));
    expect(labels).not.toContain('when');
    expect(labels).not.toContain('id');
  });

  test('required keys come first', async () => {
    expect((await at(rule('    ‸'))).top).toEqual(['when']);
  });

  test('in JSON', async () => {
    const json = '{ "escalation": 1, "name": "x", "version": "1.0.0", "rules": [ { "id": "a", ‸ } ] }';
    expect((await at(json, 'b.escalation.json')).choose('reason')).toBe(json.replace('‸', '"reason": ""'));
    const value =
      '{ "escalation": 1, "signals": { "a": { "type": "string", "enum": ["x"] } }, "rules": [ { "when": "a == ‸" } ] }';
    expect((await at(value, 'b.escalation.json')).choose('x')).toBe(value.replace('‸', "'x'"));
    const empty = '{ "escalation": 1, "signals": { "a": { "type": "boolean" } }, "rules": [ { "decide": ‸ } ] }';
    expect((await at(empty, 'b.escalation.json')).choose('stop')).toBe(empty.replace('‸', '"stop"'));
  });
});

describe('skeletons', () => {
  test.each([
    [
      'rules:\n  ‸',
      'rule: a person decides',
      '  - id: rule-id\n    when: condition\n    decide: escalate\n    to: support\n    payload: handoff@1\n    reason: Why a person decides.',
    ],
    ['rules:\n  - ‸', 'rule: the agent goes on', '  - id: rule-id\n    when: condition\n    decide: continue'],
    [
      'rules:\n  - id: a\n    when: vip\n    decide: stop\n  ‸',
      'rule: the agent goes on',
      '  - id: rule-id\n    when: condition\n    decide: continue',
    ],
    ['assumptions:\n  - ‸', 'assumption', '  - when: condition\n    holds: condition\n    reason: Why it is so.'],
  ])('%s + %s', async (marked, label, result) => {
    expect((await at(head + marked + '\n')).choose(label)).toBe(result);
  });

  test('a whole rule set and a whole sample file for empty files', async () => {
    expect((await at('‸', 'new.escalation.yaml')).choose('whole rule set')).toMatch(/^escalation: 2\nname: new\n/);
    expect((await at('‸', 'new.samples.yaml')).choose('whole sample file')).toMatch(
      /^samples: 1\nruleset: \.\/new\.escalation\.yaml\n/,
    );
  });

  test('signals that conditions use and nobody declares', async () => {
    const { choose } = await at(
      'escalation: 1\nname: x\nversion: 1.0.0\nsignals:\n  ‸\nrules:\n  - id: a\n    when: latency > 3\n',
    );
    expect(choose('latency')).toBe('  latency: { type: number }');
  });
});

describe('sample files', () => {
  test.each([
    ['  - name: x\n    input: { ‸ }', 'intent', '    input: { intent: refund }'],
    ['  - name: x\n    input:\n      conf‸', 'confidence', '      confidence: 0'],
    ['  - name: x\n    input:\n      ‸', 'customer', '      customer:\n        '],
    ['  - name: x\n    input: { customer: { ‸ } }', 'tier', '    input: { customer: { tier: free } }'],
    ['  - name: x\n    input: { intent: ‸ }', 'billing', '    input: { intent: billing }'],
    ['  - name: x\n    input: { policy_flags: [pii, ‸] }', 'legal', '    input: { policy_flags: [pii, legal] }'],
    ['  - name: x\n    input: { vip: ‸ }', 'true', '    input: { vip: true }'],
    ['  - name: x\n    expect: { decide: ‸ }', 'escalate', '    expect: { decide: escalate }'],
    ['  - name: x\n    expect: { to: ‸ }', 'support', '    expect: { to: support }'],
    ['  - name: x\n    expect: { rule: ‸ }', 'default', '    expect: { rule: default }'],
    ['  - name: x\n    expect: { missing: [‸] }', 'confidence', '    expect: { missing: [confidence] }'],
    [
      '  - name: x\n    expect: { missing: [confidence, ‸] }',
      'amount',
      '    expect: { missing: [confidence, amount] }',
    ],
    ['  - ‸', 'sample', '  - name: What happens\n    input:\n      intent: refund\n    expect: { decide: continue }'],
  ])('%s + %s', async (marked, label, result) => {
    expect((await at(`${samplesHead}${marked}\n`, 'a.samples.yaml')).choose(label)).toBe(result);
  });

  test('rules are named with and without their versions', async () => {
    const workspace = memoryWorkspace({
      'a.escalation.yaml': rule('    version: 2\n    when: vip\n    decide: stop'),
      'a.samples.yaml': `${samplesHead}  - name: x\n    expect: { rule:  }\n`,
    });
    const items = await complete(createQueries(workspace), workspace.uri('a.samples.yaml'), { line: 4, character: 20 });
    expect(items.map(each => each.label)).toEqual(['first', 'first@2', 'default']);
  });

  test('what is missing is not named twice', async () => {
    const { labels } = await at(
      `${samplesHead}  - name: x\n    expect: { missing: [confidence, ‸] }\n`,
      'a.samples.yaml',
    );
    expect(labels).not.toContain('confidence');
  });

  test('the rule set is offered by its path', async () => {
    const { choose } = await at('samples: 1\nruleset: ‸\ncases: []\n', 'b.samples.yaml');
    expect(choose('./a.escalation.yaml')).toBe('ruleset: ./a.escalation.yaml');
  });
});

describe('comments and configuration', () => {
  test.each([
    ['# hand‸', 'handrail-disable-next-line', '# handrail-disable-next-line code -- why'],
    ['# handrail-disable-next-line unused-‸', 'unused-signal', '# handrail-disable-next-line unused-signal'],
    [
      '# handrail-disable-next-line unused-target, sha‸',
      'shadowed-rule',
      '# handrail-disable-next-line unused-target, shadowed-rule',
    ],
  ])('%s + %s', async (marked, label, result) => {
    expect((await at(`${marked}\n${head}`)).choose(label)).toBe(result);
  });

  test('severities of findings', async () => {
    expect((await at('severity:\n  ‸\n', 'handrail.config.yaml')).choose('unused-signal')).toMatch(
      /^ {2}unused-signal: \w+$/,
    );
    expect((await at('severity:\n  unused-signal: ‸\n', 'handrail.config.yaml')).choose('off')).toBe(
      '  unused-signal: off',
    );
  });
});

test('every position of a file has an answer, however the file ends there', async () => {
  const text = `${rule('    when:\n      all: [vip, intent == "refund"]\n    decide: escalate\n    to: support\n    reason: "{{ amount }}"')}`;
  const ends = Array.from({ length: text.length + 1 }, (_, end) => end);
  for (const end of some(ends, 60)) await at(`${text.slice(0, end)}${cursorMark}`);
});

describe('counters', () => {
  const counting = `escalation: 2
name: frequency
version: 1.0.0
signals:
  session.id: { type: string }
  tags: { type: array, items: { type: string } }
  failed: { type: integer, minimum: 0, counts: tool_failed, by: [session.id], within: 10m }
`;
  const samples = `${samplesHead}  - name: x\n    input: {}\n    events:\n`;

  test.each([
    ['  other: { type: integer, minimum: 0, counts: ‸, within: 1h }', ['tool_failed']],
    ['  other: { type: integer, minimum: 0, counts: x, by: [‸], within: 1h }', ['session.id']],
    ['  other: { type: integer, ‸ }', expect.arrayContaining(['counts', 'by', 'within']) as string[]],
  ])('%s', async (line, expected) => {
    const { labels } = await at(`${counting}${line}\nrules: []\n`);
    expect(labels).toEqual(expected);
  });

  test.each([
    ['      - { event: ‸ }', ['tool_failed']],
    ['      - { event: tool_failed, ‸ }', ['session', 'ago', 'at']],
    ['      - { event: tool_failed, session: { ‸ } }', ['id']],
  ])('%s', async (line, expected) => {
    const { text, position } = withCursor(`${samples}${line}\n`);
    const files = memoryWorkspace({ 'a.escalation.yaml': `${counting}rules: []\n`, 'a.samples.yaml': text });
    const items = await complete(createQueries(files), files.uri('a.samples.yaml'), position);
    expect(items.sort((a, b) => a.group - b.group).map(({ label }) => label)).toEqual(expected);
  });
});
