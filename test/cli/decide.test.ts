import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fixture, handrail } from '../../testing/command-line.ts';

const cwd = fixture('command-line');
const at = ['--at', '2026-03-02T10:00:00Z'];

test('one JSON document in, one record out', async () => {
  const stdin = JSON.stringify({ amount: 20, flags: ['legal'], conversation: { text: 'I will sue.' } }, null, 2);
  const { code, stdout } = await handrail(
    ['decide', 'refunds.escalation.yaml', '--input', '-', ...at, '--format', 'json'],
    { cwd, stdin },
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ruleset: 'refunds',
    version: '1.4.0',
    at: '2026-03-02T10:00:00Z',
    decision: 'escalate',
    to: 'support',
    rule: { id: 'legal', version: 1 },
    reason: 'Legal action over 20 USD.',
    payload: { contract: 'refund@1', data: { text: 'I will sue.' }, errors: [] },
  });
  expect(stdout).not.toContain('"trace"');
});

test('an invalid input is reported with the names of the missing signals', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handrail-decide-'));
  const file = path.join(folder, 'x.escalation.yaml');
  writeFileSync(
    file,
    'escalation: 1\nname: x\nversion: 1.0.0\nsignals: { a: { type: number, required: true }, b: { type: string, required: true }, c: { type: number } }\nrules:\n  - { id: r, when: a > 1 || c > 1, decide: stop }\n',
  );
  const text = async (input: string) =>
    (await handrail(['decide', file, '--input', '-', ...at], { cwd, stdin: input })).stdout;
  expect(await text('{"b": "x"}')).toContain('the input is invalid: the required signal `a` is missing\n');
  expect(await text('{"c": 1}')).toContain('the input is invalid: the required signals `a`, `b` are missing\n');
  expect(await text('[1]')).toContain('the input is invalid: it is not a JSON object\n');
});

test('a denied action, and the other rules that fired', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handrail-decide-'));
  const file = path.join(folder, 'payments.escalation.yaml');
  const ruleSet = [
    'escalation: 2',
    'name: payments',
    'version: 1.0.0',
    'hitPolicy: priority',
    'signals: { amount: { type: number }, sanctioned: { type: boolean }, checked: { type: boolean } }',
    'targets: { treasury: { kind: human, acknowledgeWithin: 5m, onTimeout: deny } }',
    'rules:',
    '  - { id: large, when: amount > 1000, decide: escalate, to: treasury, reason: Large., reasonCode: large_payment }',
    '  - { id: sanctioned, when: sanctioned, decide: deny, reason: Nobody may pay there. }',
    '  - { id: unchecked, when: "!checked", decide: pause }',
    '  - { id: small, when: amount <= 1000, decide: continue }',
  ];
  writeFileSync(file, `${ruleSet.join('\n')}\n`);
  const options = { cwd, stdin: '{"amount": 5000, "sanctioned": true}' };
  const text = await handrail(['decide', file, '--input', '-', ...at], options);
  expect(text.code).toBe(0);
  const [first, reason] = text.stdout.split('\n');
  expect([first, reason]).toEqual(['DENY  by sanctioned@1', '  Nobody may pay there.']);
  expect(text.stdout).toContain(
    '  also fired: large@1 escalate → treasury (large_payment)\n  also fired: unchecked@1 pause, on unknown\n',
  );
  const json = await handrail(['decide', file, '--input', '-', ...at, '--format', 'json'], options);
  expect(JSON.parse(json.stdout)).toMatchObject({
    decision: 'deny',
    to: null,
    alsoFired: [
      { rule: { id: 'large', version: 1 }, reasonCode: 'large_payment' },
      { rule: { id: 'unchecked', version: 1 } },
    ],
  });
});

test('JSON Lines in, one record a line out; a line that is no JSON says so in its place', async () => {
  const stdin = '{"amount":20,"flags":[]}\n\nnot json\n{"amount":80,"flags":[]}\n';
  const { code, stdout, stderr } = await handrail(
    ['decide', 'refunds.escalation.yaml', '-i', '-', ...at, '--format', 'json'],
    { cwd, stdin },
  );
  expect(code).toBe(2);
  expect(stderr).toContain('line 3 is not JSON');
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(line => line['decision'] ?? line['line'])).toEqual(['continue', 3, 'pause']);
});

test('--trace shows every rule, as text and as JSON', async () => {
  const stdin = '{"amount":80,"flags":[]}';
  const args = ['decide', 'refunds.escalation.yaml', '-i', '-', ...at, '--trace'];
  const text = await handrail(args, { cwd, stdin });
  expect(text.stdout).toContain('PAUSE  by default');
  expect(text.stdout).toContain('✗ small@1  does not fire\n    ✗ amount <= 50  (amount = 80)');
  const json = JSON.parse((await handrail([...args, '--format', 'json'], { cwd, stdin })).stdout) as {
    trace: { rules: unknown[] };
  };
  expect(json.trace.rules).toHaveLength(2);
});

test('--trace shows which safety rule was skipped because a signal is stale, and counts it next to the decision', async () => {
  const rules = path.join(mkdtempSync(path.join(tmpdir(), 'handrail-')), 'deploy.escalation.yaml');
  const text = `escalation: 1
name: deploy
version: 1.0.0
onUnknown: skip
signals: { security.alerts: { type: integer, maxAge: 15m, observedAt: security.at } }
rules:
  - { id: alerts, when: security.alerts > 0, decide: stop }
  - { id: calm, when: security.alerts < 1, decide: continue }
default: { decide: continue }
`;
  writeFileSync(rules, text);
  const input = (seen: string) => JSON.stringify({ security: { alerts: 3, at: seen } });
  const time = ['--at', '2026-03-02T10:00:00Z', '--trace'];
  const stale = await handrail(['decide', rules, '-i', input('2026-03-02T09:30:00Z'), ...time], { cwd });
  const [first, ...rest] = stale.stdout.split('\n');
  expect(first).toBe('CONTINUE  by default (1 safety rule skipped)');
  expect(rest).toContain('! alerts@1  skipped: `security.alerts` is stale, 30 min old, at most 15m');
  expect(rest).toContain('? calm@1  skipped: `security.alerts` is stale, 30 min old, at most 15m');
  const fresh = await handrail(['decide', rules, '-i', input('2026-03-02T09:50:00Z'), ...time], { cwd });
  expect(fresh.stdout).toContain('STOP  by alerts@1\n');
});

test('an input file that ends in .jsonl is read line by line', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'handrail-')), 'log.jsonl');
  writeFileSync(file, '{"amount":1,"flags":[]}\n{"amount":2,"flags":[]}\n');
  const { code, stdout } = await handrail(['decide', 'refunds.escalation.yaml', '-i', file, '--format', 'json'], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(2);
});

test.each([
  [['decide'], /Which rule set\?/],
  [['decide', 'refunds.escalation.yaml'], /Which input\?/],
  [['decide', 'nowhere.escalation.yaml', '-i', '-'], /no rule set at nowhere/],
  [['decide', 'refunds.samples.yaml', '-i', '-'], /is not a rule set/],
  [['decide', 'refunds.escalation.yaml', '-i', 'nowhere.json'], /nowhere\.json cannot be read/],
  [['decide', 'refunds.escalation.yaml', '-i', '-'], /The input is not JSON/],
  [['decide', 'refunds.escalation.yaml', '-i', '-', '--at', 'yesterday'], /--at takes an RFC 3339 time/],
  [['decide', '../every-mistake/every-mistake.escalation.yaml', '-i', '-'], /has errors, so it cannot decide/],
])('%j cannot decide: exit code 2 and a message', async (args, message) => {
  const outcome = await handrail(args, { cwd });
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toMatch(message);
});
