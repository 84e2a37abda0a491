import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compile, decide, type DecisionMade } from '../../engine/index.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { appendEvents } from '../../gate/node/log/append.ts';
import { openGrants } from '../../gate/node/grants/store.ts';
import { logRedactor } from '../../gate/node/log/key.ts';
import { handrail } from '../../testing/command-line.ts';

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'payments',
  version: '1.0.0',
  signals: { tool: { type: 'string' }, account: { type: 'string' }, amount: { type: 'number' } },
  targets: { owner: { kind: 'human' } },
  rules: [
    { id: 'forbidden', when: 'tool == "drop"', decide: 'deny' },
    {
      id: 'ask',
      version: 2,
      when: 'tool == "pay"',
      decide: 'escalate',
      to: 'owner',
      grant: { validFor: '30m', uses: 3, bind: ['tool', 'account'] },
    },
    { id: 'once', when: 'tool == "delete"', decide: 'escalate', to: 'owner' },
  ],
  default: { decide: 'continue' },
};

let cwd = '';
let log = '';
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'handrail-grant-'));
  log = path.join(cwd, 'payments.decisions.jsonl');
  write(ruleSet);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const write = (rules: RuleSet) => writeFileSync(path.join(cwd, 'payments.escalation.json'), JSON.stringify(rules));
const pay: JsonObject = { tool: 'pay', account: 'a', amount: 20 };

/** Logs a decision as a gate does. */
async function decided(id: string, input: JsonObject, rules = ruleSet): Promise<string> {
  const [compiled, at] = [compile(rules), Date.now()];
  const store = openGrants(log, { redactor: await logRedactor(log, rules) });
  const record = decide(compiled, input, { at, grants: await store.forCase(compiled, { input, at }) });
  const event: DecisionMade = { type: 'decision', id, at: record.at, input, record };
  expect(await store.keep(event)).toBe('kept');
  return record.decision;
}

const grant = (...args: string[]) =>
  handrail(['grant', args[0] ?? '', ...args.slice(1), '--log', 'payments.decisions.jsonl'], { cwd });
const add = (decision: string, ...more: string[]) =>
  grant('add', 'payments.escalation.json', '--decision', decision, '--by', 'Ann <ann@example.org>', ...more);

test('grants the action of a decision, lists what is left, and takes it back', async () => {
  expect(await decided('d1', pay)).toBe('escalate');
  const added = await add('d1', '--uses', '2', '--valid-for', '10m');
  expect([added.code, added.stderr]).toEqual([0, '']);
  expect(added.stdout).toMatch(
    /^\w{26} {2}in force {2}ask@2\n {4}tool is "pay", account is "a"\n {4}2 uses left, until /,
  );
  const id = added.stdout.slice(0, 26);
  expect(await decided('d2', { ...pay, account: 'b' })).toBe('escalate');
  expect(await decided('d3', { ...pay, amount: 30 })).toBe('continue');
  const listed = await grant('list');
  expect(listed.stdout).toContain('    1 of 2 uses left, until ');
  expect(listed.stdout).toContain('    by Ann <ann@example.org> at ');
  const revoked = await grant('revoke', id, '--by', 'Ben <ben@example.org>');
  expect(revoked.stdout).toMatch(/revoked {2}ask@2\n[^]* {4}revoked at \S+ by Ben <ben@example\.org>\n$/);
  expect(await decided('d4', pay)).toBe('escalate');
  expect(await grant('list')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'No grants in force in payments.decisions.jsonl; --all shows the others.\n',
  });
  expect((await grant('list', '--all')).stdout).toContain('revoked');
  expect(await grant('revoke', id, '--by', 'Ben <ben@example.org>')).toMatchObject({
    code: 0,
    stderr: `The grant \`${id}\` was already revoked.\n`,
  });
});

test('is as wide as the rule allows, in JSON as the schema says', async () => {
  await decided('d1', pay);
  const { stdout } = await add('d1', '--format', 'json');
  const report = JSON.parse(stdout) as { grants: { issuedAt: string; expiresAt: string }[] };
  expect(report).toMatchObject({
    action: 'add',
    log: 'payments.decisions.jsonl',
    grants: [
      {
        status: 'in-force',
        rule: { id: 'ask', version: 2 },
        bound: { tool: 'pay', account: 'a' },
        uses: 3,
        usesLeft: 3,
      },
    ],
  });
  const [{ issuedAt, expiresAt } = { issuedAt: '', expiresAt: '' }] = report.grants;
  expect(Date.parse(expiresAt) - Date.parse(issuedAt)).toBe(30 * 60_000);
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  const schema = (name: string): object =>
    JSON.parse(readFileSync(path.resolve(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8')) as object;
  const validate = ajv.compile(schema('grant-report'));
  expect([validate(report), validate.errors]).toEqual([true, null]);
  const event = ajv.compile(schema('decision-event'));
  await decided('d2', pay);
  for (const line of readFileSync(log, 'utf8').trim().split('\n'))
    expect([event(JSON.parse(line)), event.errors]).toEqual([true, null]);
});

test('a value that the log hides can be granted, and stays hidden', async () => {
  const secret: RuleSet = { ...ruleSet, signals: { ...ruleSet.signals, account: { type: 'string', sensitive: true } } };
  write(secret);
  const input = { ...pay, account: 'DE-4711' };
  await decided('d1', input, secret);
  const { code, stdout } = await add('d1');
  expect([code, stdout]).toEqual([0, expect.stringContaining('tool is "pay", account is redacted')]);
  expect(await decided('d2', { ...input, account: 'DE-4712' }, secret)).toBe('escalate');
  expect(await decided('d3', input, secret)).toBe('continue');
  expect(readFileSync(log, 'utf8')).not.toContain('DE-471');
  rmSync(`${log}.private`, { recursive: true });
  expect((await add('d1')).stderr).toContain('hides a value that the grant binds, and the key is not beside it');
});

describe('refuses', () => {
  const refused = async (expected: string, decision: string, ...more: string[]) =>
    expect(await add(decision, ...more)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(expected) as string,
    });

  test('more than the rule allows', async () => {
    await decided('d1', pay);
    await refused('The rule `ask` allows at most 3 uses, not 4.', 'd1', '--uses', '4');
    await refused('The rule `ask` allows at most 30m, not 31m.', 'd1', '--valid-for', '31m');
    await refused('--uses takes a whole number above 0, not `0`.', 'd1', '--uses', '0');
    await refused('--valid-for takes a duration such as 10m', 'd1', '--valid-for', '0m');
  });

  test('a second grant of the same decision, while the first is in force', async () => {
    await decided('d1', pay);
    expect(await add('d1')).toMatchObject({ code: 0 });
    await refused('The decision `d1` has a grant in force', 'd1');
  });

  test('what cannot be granted', async () => {
    await decided('d1', { tool: 'drop' });
    await refused('is `deny`, by `forbidden@1`: only what a rule escalates', 'd1');
    await decided('d2', { tool: 'delete' });
    await refused('The rule `once` has no `grant`', 'd2');
    await decided('d3', { tool: 'pay' });
    await refused('The input has no value of `account` (absent), which a grant of `ask` binds.', 'd3');
    await refused('There is no decision `d9` in payments.decisions.jsonl.', 'd9');
    await decided('d4', { ...pay }, { ...ruleSet, name: 'refunds' });
    await refused('was made by the rule set `refunds`, not by `payments`', 'd4');
    await appendEvents(log, [
      { type: 'decision', id: 'd5', at: '2026-03-02T10:00:00Z', input: { ...pay, account: '[redacted]' } },
    ]);
    await refused('The value of `account` was redacted without a key', 'd5');
  });

  test('a call that names no log, no decision or no grant', async () => {
    const call = async (...args: string[]) => (await handrail(['grant', ...args], { cwd })).stderr;
    expect(await call()).toContain('What about grants?');
    expect(await call('list')).toContain('Which decision log?');
    expect(await call('list', '--log', 'none.jsonl')).toContain('none.jsonl cannot be read: there is no such file.');
    await decided('d1', pay);
    expect((await grant('add', 'payments.escalation.json')).stderr).toContain('Which decision?');
    expect((await grant('revoke', 'g', '--by', 'Ann')).stderr).toContain('There is no grant `g`');
    expect((await grant('list')).stderr).toBe('There are no grants in payments.decisions.jsonl.\n');
  });
});
