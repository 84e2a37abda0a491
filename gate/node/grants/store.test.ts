import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  addGrantEvent,
  compile,
  decide,
  type DecisionMade,
  grantFor,
  type GrantIssued,
  type GrantState,
  issuedEvent,
  readLoggedLine,
  redactor,
  usesLeft,
} from '../../../engine/index.ts';
import type { Json, JsonObject } from '../../../engine/model/json.ts';
import type { RuleSet } from '../../../engine/model/rule-set.ts';
import { buildProgram } from '../../../testing/program.ts';
import { appendEvents, privateFolder } from '../log/append.ts';
import { logKey } from '../log/key.ts';
import { openGrants, type Grants } from './store.ts';
import { deep } from '../../../testing/random/random-cases.ts';

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'payments',
  version: '1.0.0',
  signals: {
    tool: { type: 'string' },
    account: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
  },
  targets: { owner: { kind: 'human' } },
  rules: [
    {
      id: 'ask',
      when: 'tool == "pay"',
      decide: 'escalate',
      to: 'owner',
      grant: { validFor: '30m', uses: 7, bind: ['tool', 'account', 'tags'] },
    },
  ],
  default: { decide: 'continue' },
};
const compiled = compile(ruleSet);
const at = Date.parse('2026-03-02T10:00:00Z');
const minute = 60_000;
const input: JsonObject = { tool: 'pay', account: 'a', tags: ['x', 'y'] };

let folder = '';
let log = '';
let grants: Grants;
let decisions = 0;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'handrail-grants-'));
  log = path.join(folder, 'payments.decisions.jsonl');
  grants = openGrants(log);
  return () => rm(folder, { recursive: true, force: true });
});

function issued(id: string, { uses = 7, from = input, issuedAt = at } = {}): GrantIssued {
  const grant = grantFor(compiled, 'ask', { input: from, at: issuedAt, by: 'ann', id });
  if (grant === null) throw new Error('the rule gives no grant');
  return issuedEvent({ ...grant, usesLeft: uses }, 'd-0');
}

/** Decides and logs like a gate. */
async function decided(store: Grants, given: Json = input, time = at): Promise<[decision: string, kept: string]> {
  const record = decide(compiled, given, {
    at: time,
    grants: await store.forCase(compiled, { input: given, at: time }),
  });
  const event: DecisionMade = {
    type: 'decision',
    id: `d-${++decisions}`,
    at: record.at,
    input: given as JsonObject,
    record,
  };
  return [record.decision, await store.keep(event)];
}

async function statesIn(file: string): Promise<Map<string, GrantState>> {
  const states = new Map<string, GrantState>();
  for (const line of (await readFile(file, 'utf8')).split('\n').map(readLoggedLine))
    if (line.kind === 'event') addGrantEvent(states, line.event);
  return states;
}

it('lets an action pass as often as was granted, also after a restart', async () => {
  await grants.issue(issued('g', { uses: 2 }));
  expect(await decided(grants)).toEqual(['continue', 'kept']);
  expect(await decided(openGrants(log))).toEqual(['continue', 'kept']);
  expect(await decided(openGrants(log))).toEqual(['escalate', 'kept']);
});

it('spends nothing on another action', async () => {
  await grants.issue(issued('g'));
  expect(await decided(grants, { ...input, account: 'b' })).toEqual(['escalate', 'kept']);
  expect(await decided(grants, { ...input, tags: ['y', 'x'] })).toEqual(['continue', 'kept']);
  expect([...(await statesIn(log)).values()].map(usesLeft)).toEqual([6]);
});

it('says in the record why a grant of the same action does not match', async () => {
  await grants.issue(issued('g', { uses: 1 }));
  const late = at + 30 * minute;
  const refusals = async (time: number) =>
    decide(compiled, input, { at: time, grants: await grants.forCase(compiled, { input, at: time }) }).grantsRefused;
  expect(await refusals(late)).toMatchObject([{ id: 'g', because: 'expired' }]);
  expect(await refusals(at - 2 * minute)).toMatchObject([{ id: 'g', because: 'not-yet' }]);
  await decided(grants);
  expect(await refusals(at)).toMatchObject([{ id: 'g', because: 'spent' }]);
});

it('does not forget a grant when the clock is set forward and back', async () => {
  await grants.issue(issued('g'));
  const noise = {
    type: 'decision',
    id: 'n',
    at: '2026-03-02T10:00:00Z',
    input: { text: 'x'.repeat(2_000_000) },
  } as const;
  await appendEvents(log, [noise]);
  const year = 365 * 24 * 60 * minute;
  expect(await openGrants(log).forCase(compiled, { input, at: at + year })).toHaveLength(1);
  expect(JSON.parse(await readFile(path.join(privateFolder(log), 'grants.json'), 'utf8'))).toMatchObject({
    states: [],
  });
  expect(await decided(openGrants(log), input, at + year)).toEqual(['escalate', 'kept']);
  expect(await decided(openGrants(log))).toEqual(['continue', 'kept']);
});

it('uses the grant that expires first', async () => {
  await grants.issue(issued('late', { issuedAt: at }));
  await grants.issue(issued('soon', { issuedAt: at - 20 * minute }));
  await decided(grants);
  const states = await statesIn(log);
  expect(['late', 'soon'].map(id => states.get(id)?.spentBy.length)).toEqual([0, 1]);
});

it('never uses a grant that was revoked, also not if the decision was under way', async () => {
  await grants.issue(issued('g'));
  const record = decide(compiled, input, { at, grants: await grants.forCase(compiled, { input, at }) });
  expect(await openGrants(log).revoke('g', 'ben', at)).toBe('done');
  expect(await grants.keep({ type: 'decision', id: 'd', at: record.at, input, record })).toBe('taken');
  expect(await decided(grants)).toEqual(['escalate', 'kept']);
  expect(await grants.revoke('g', 'ben', at)).toBe('revoked');
  expect(await grants.revoke('h', 'ben', at)).toBe('unknown');
  expect((await grants.all())[0]?.revoked).toEqual({ at: '2026-03-02T10:00:00Z', by: 'ben' });
});

it('counts a decision as one use, though both its record and an event of its own say so', async () => {
  await grants.issue(issued('g'));
  await decided(grants);
  const events = (await readFile(log, 'utf8'))
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as JsonObject);
  expect(events.map(({ type }) => type)).toEqual(['grant', 'decision', 'grant']);
  expect(events[2]).toMatchObject({ id: 'g', spent: events[1]?.['id'] });
  expect((await grants.all()).map(usesLeft)).toEqual([6]);
});

it('has a use spent exactly if the record of the decision is whole, wherever the log ends', async () => {
  await grants.issue(issued('g'));
  const before = (await stat(log)).size;
  await decided(grants);
  const whole = await readFile(log);
  const recordEnd = whole.indexOf(0x0a, before);
  for (let end = before; end <= whole.length; end += end > recordEnd - 3 ? 1 : 97) {
    const cut = path.join(folder, `cut-${end}.jsonl`);
    await writeFile(cut, whole.subarray(0, end));
    await appendEvents(cut, [{ type: 'outcome', case: 'c', at: '2026-03-02T10:00:00Z', measures: {} }]);
    expect([end, (await openGrants(cut).all()).map(usesLeft)]).toEqual([end, [end < recordEnd ? 7 : 6]]);
    await rm(cut);
  }
});

it('reads what other programs have written', async () => {
  const lines = [
    JSON.stringify(issued('g'), null, 1).replaceAll('\n', ' '),
    '{"type": "decision", "id": "a", "at": "2026-03-02T10:00:00Z", "input": {}, "record": {"grants" : [ ]}}',
    '{"type": "decision", "id": "b", "at": "2026-03-02T10:00:00Z", "input": {}, "record": {"grants" : [ {"id": "g"}, 5 ]}}\r',
    '{"type": "decision", "id": "c", "at": "2026-03-02T10:00:00Z", "input": {"grants": [{"id": "g"}]}}',
    '{"spent": "d", "id": "g", "at": "2026-03-02T10:00:00Z", "type" : "grant"}',
    '{"spent": "e", "id": "g", "at": "some day", "type": "grant"}',
  ];
  // Longer than what is read at once.
  const long = `{"input": {"text": "${'x'.repeat(9_000_000)}", "type": "grant"}}`;
  await writeFile(log, [...lines.slice(0, 2), long, ...lines.slice(2)].join('\n') + '\n');
  expect((await grants.all()).map(({ spentBy }) => spentBy)).toEqual([['b', 'd']]);
});

it('uses no grant while another process has the lock, and takes over that of one that ended', async () => {
  await grants.issue(issued('g'));
  const ended = spawn(process.execPath, ['-e', '0']);
  await once(ended, 'close');
  const lock = path.join(privateFolder(log), 'lock');
  const holder = (pid: number | undefined) => JSON.stringify({ pid, host: hostname(), started: null, since: 'x' });
  await decided(grants, { tool: 'read' });
  await mkdir(privateFolder(log), { recursive: true });
  await writeFile(lock, holder(process.pid));
  const impatient = openGrants(log, { waitMs: 30 });
  expect(await decided(impatient)).toEqual(['continue', 'busy']);
  expect(await decided(impatient)).toEqual(['escalate', 'kept']);
  expect((await grants.all()).map(usesLeft)).toEqual([7]);
  await writeFile(lock, holder(ended.pid));
  expect(await decided(openGrants(log))).toEqual(['continue', 'kept']);
});

describe('the saved table', () => {
  const table = () => path.join(privateFolder(log), 'grants.json');
  const long = (id: string): DecisionMade => ({
    type: 'decision',
    id,
    at: '2026-03-02T10:00:00Z',
    input: { text: `"grant" ${'x'.repeat(1_100_000)}` },
  });

  it('saves reading the log again, and is not needed', async () => {
    await grants.issue(issued('g', { uses: 2 }));
    await appendEvents(log, [long('l')]);
    await decided(grants);
    const { offset } = JSON.parse(await readFile(table(), 'utf8')) as { offset: number };
    expect(offset).toBeGreaterThan(1_000_000);
    expect(await decided(openGrants(log))).toEqual(['continue', 'kept']);
    await rm(table());
    expect(await decided(openGrants(log))).toEqual(['escalate', 'kept']);
  });

  it('does not count for another log, or if it is damaged', async () => {
    await grants.issue(issued('g'));
    await appendEvents(log, [long('l')]);
    await decided(grants);
    await writeFile(table(), (await readFile(table(), 'utf8')).slice(0, -9));
    expect(await decided(openGrants(log))).toEqual(['continue', 'kept']);
    await truncate(log, 0);
    await appendEvents(log, [long('other'), long('more')]);
    expect(await decided(openGrants(log))).toEqual(['escalate', 'kept']);
  });
});

describe('with sensitive signals', () => {
  const secret: RuleSet = {
    ...ruleSet,
    signals: { ...ruleSet.signals, account: { type: 'string', sensitive: true } },
  };

  it('matches what the log does not show', async () => {
    const key = await logKey(log);
    expect(await logKey(log)).toEqual(key);
    expect((await stat(path.join(privateFolder(log), 'key'))).mode & 0o777).toBe(0o600);
    const store = openGrants(log, { redactor: redactor(secret, key) });
    const event = issued('g', { from: { ...input, account: 'ann-7' } });
    await store.issue(event);
    expect(await decided(store, { ...input, account: 'ann-7' })).toEqual(['continue', 'kept']);
    expect(await decided(store, { ...input, account: 'ben-8' })).toEqual(['escalate', 'kept']);
    const text = await readFile(log, 'utf8');
    expect(text).not.toMatch(/ann-7|ben-8/);
    // What the log shows instead of the value is not the value.
    const shown = (await store.all())[0]?.issued.bind['account'] ?? null;
    expect(shown).toMatch(/^\[redacted [0-9a-f]{16}\]$/);
    expect(await decided(store, { ...input, account: shown })).toEqual(['escalate', 'kept']);
    // With another key, nothing matches.
    const other = openGrants(log, { redactor: redactor(secret, new Uint8Array(32)) });
    expect(await decided(other, { ...input, account: 'ann-7' })).toEqual(['escalate', 'kept']);
  });
});

describe('many processes', () => {
  it('spend seven uses exactly seven times', { timeout: 400_000 }, async () => {
    await grants.issue(issued('g'));
    const program = await spender();
    const answers = await Promise.all(
      Array.from({ length: deep ? 100 : 14 }, (_, index) => ended(run(program, `p${index}`, '1'))),
    );
    const passed = answers.join('').match(/continue/g) ?? [];
    expect(passed).toHaveLength(7);
    expect((await statesIn(log)).get('g')?.spentBy).toHaveLength(7);
    expect(await acknowledgedOnce(answers)).toBe(true);
  });

  it(
    'may be killed at any time: no use is spent twice, and none is lost that nobody took',
    { timeout: 400_000 },
    async () => {
      const program = await spender();
      const issuedGrants = deep ? 20 : 3;
      for (let grant = 0; grant < issuedGrants; grant++) await grants.issue(issued(`g${grant}`));
      const processes = Array.from({ length: deep ? 24 : 6 }, (_, index) => run(program, `p${index}`, '40'));
      const answers = Promise.all(processes.map(ended));
      // Two of three are killed, at different times after they have begun to spend.
      for (const [index, each] of processes.entries())
        if (index % 3 > 0)
          void once(each.stdout, 'data')
            .then(() => setTimeout(7 * index))
            .then(() => each.kill('SIGKILL'));
      const texts = await answers;
      while ((await decided(openGrants(log)))[0] === 'continue');
      const states = [...(await statesIn(log)).values()];
      expect(states.map(({ spentBy }) => spentBy.length)).toEqual(states.map(() => 7));
      // What was spent and what went on are the same, except for those that were killed in between.
      const spent = new Set(states.flatMap(({ spentBy }) => spentBy));
      expect(spent.size).toBe(7 * issuedGrants);
      const passed = texts.join('').match(/\S+(?= continue)/g) ?? [];
      expect(passed.every(id => spent.has(id))).toBe(true);
      expect(new Set(passed).size).toBe(passed.length);
      expect(await acknowledgedOnce(texts)).toBe(true);
    },
  );

  /** True if each decision that a process says it logged is in the log exactly once. */
  async function acknowledgedOnce(texts: readonly string[]): Promise<boolean> {
    const logged = new Map<string, number>();
    for (const line of (await readFile(log, 'utf8')).split('\n').map(readLoggedLine)) {
      if (line.kind === 'event' && line.event.type === 'decision')
        logged.set(line.event.id, (logged.get(line.event.id) ?? 0) + 1);
    }
    const ids = texts.join('').match(/^\S+(?= \w+$)/gm) ?? [];
    return ids.length > 0 && ids.every(id => logged.get(id) === 1);
  }

  const run = (program: string, name: string, count: string) =>
    spawn(process.execPath, [program, log, name, count], { stdio: ['ignore', 'pipe', 'inherit'] });

  async function ended(child: ReturnType<typeof run>): Promise<string> {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await once(child, 'close');
    return text;
  }

  /** A program that decides on the same action again and again, and writes the id and the decision when it is logged: log, name, how often. */
  function spender(): Promise<string> {
    return buildProgram(
      `import { writeSync } from 'node:fs';
      import { compile, decide } from '../../../engine/index.ts';
      import { openGrants } from './store.ts';
      const [log, name, count] = process.argv.slice(2);
      const compiled = compile(${JSON.stringify(ruleSet)});
      const [at, input] = [${at}, ${JSON.stringify(input)}];
      for (let i = 0; i < Number(count); i++) {
        const store = openGrants(log, { waitMs: 20_000 });
        for (let attempt = 0, kept = ''; kept !== 'kept'; attempt++) {
          const record = decide(compiled, input, { at, grants: await store.forCase(compiled, { input, at }) });
          const id = name + '-' + i + '-' + attempt;
          kept = await store.keep({ type: 'decision', id, at: record.at, input, record });
          if (kept === 'kept') writeSync(1, id + ' ' + record.decision + '\\n');
        }
      }`,
      { folder: import.meta.dirname, into: folder },
    );
  }
});
