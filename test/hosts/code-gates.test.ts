import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, grantFor, issuedEvent } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { EmbeddedDecision } from '../../gate/embedded/call-gate.ts';
import { openGrants } from '../../gate/node/grants/store.ts';
import { drivers } from './drivers.ts';
import { paymentRules } from './payment-rules.ts';
import type { Drive, Story } from './story.ts';

const blocked = 'Handrail could not check this call, so it is blocked.';

describe.each(Object.entries(drivers) as [keyof typeof drivers, Drive][])('%s', (host, drive) => {
  const run = (turns: Story['turns'], more: Partial<Story> = {}) => drive({ ruleSet: paymentRules, turns, ...more });
  const small = { name: 'pay', args: { amount: 9 } };
  const large = { name: 'pay', args: { amount: 5000 } };

  test('a call that may continue runs, and nobody is asked', async () => {
    const ending = await run([[small], [{ name: 'other', args: { deep: [1, { a: null }] } }]]);
    expect(ending).toEqual({
      ran: [small, { name: 'other', args: { deep: [1, { a: null }] } }],
      asked: [],
      told: ['pay ran', 'other ran'],
      ended: 'done',
      error: null,
    });
  });

  test.each([
    ['pause', { name: 'look', args: {} }, 'Look first. A person must allow this action.'],
    ['route', { name: 'check', args: {} }, 'Check it. Allow it only with the consent of Checker.'],
    ['escalate', large, 'The agent wants to pay 5000. Allow it only with the consent of Team lead.'],
  ])('a person is asked about `%s`', async (_decision, call, reason) => {
    const waiting = await run([[call]]);
    expect(waiting).toMatchObject({ ran: [], ended: 'waiting', asked: [{ name: call.name }] });
    // The OpenAI Agents SDK has no place for a reason: the application gets it by `onDecision`.
    if (host !== 'openai-agents') expect(waiting.asked[0]?.text).toContain(reason);

    const approved = await run([[call]], { person: () => 'approve' });
    expect(approved).toMatchObject({ ran: [call], told: [`${call.name} ran`], ended: 'done' });
    expect(approved.asked).toHaveLength(1);

    const rejected = await run([[call]], { person: () => 'reject' });
    expect(rejected).toMatchObject({ ran: [], ended: 'done' });
  });

  test('each of several calls gets its own answer', async () => {
    const other = { name: 'look', args: {} };
    const ending = await run([[small, large, other]], {
      person: ({ name }) => (name === 'pay' ? 'approve' : 'reject'),
    });
    expect(ending.ran).toHaveLength(2);
    expect(ending.ran).toEqual(expect.arrayContaining([small, large]));
    expect(ending).toMatchObject({ ended: 'done' });
  });

  test('a denied call does not run, the model is told why and goes on', async () => {
    const ending = await run([[{ name: 'drop', args: {} }], [small]]);
    expect(ending).toMatchObject({ ran: [small], asked: [], ended: 'done' });
    expect(ending.told[0]).toContain('Tables stay. This action is not allowed; continue without it.');
    expect(ending.told[0]).toContain('payments 1.4.0, rule drop@1');
  });

  test('a stopped call does not run, nor does any other, and the run ends', async () => {
    const ending = await run([[small, { name: 'wipe', args: {} }], [small]]);
    // LangChain ends a run as it ends others; the other hosts have only errors for it.
    expect(ending.ended).toBe(host === 'langchain' ? 'stopped' : 'failed');
    if (host === 'langchain') expect(ending.told[1]).toContain('Nothing is wiped. The task must stop here.');
    else expect(messages(ending.error)).toContain('Nothing is wiped. The task must stop here.');
    // The OpenAI Agents SDK starts all calls of a message at once.
    expect(ending.ran).toEqual(host === 'openai-agents' ? [small] : []);
  });

  test('a tool that no rule names is decided by the default', async () => {
    const ruleSet = { ...paymentRules, default: { decide: 'deny' as const } };
    expect((await run([[{ name: 'forgotten', args: {} }]], { ruleSet })).ran).toEqual([]);
  });

  test('signals of the program are decided on', async () => {
    const send = { name: 'send', args: {} };
    const sure = { confidence: 0.9, 'data.completeness': 1 };
    expect(await run([[send]], { options: { context: () => sure } })).toMatchObject({ ran: [send], asked: [] });
    const nested = { confidence: 0.9, data: { completeness: 0.1 } };
    expect(await run([[send]], { options: { context: () => nested } })).toMatchObject({ ended: 'waiting' });
    // Without them nobody knows.
    expect(await run([[send]])).toMatchObject({ ended: 'waiting' });
  });

  test('signals of the program cannot replace the call', async () => {
    for (const context of [{ tool: { name: 'other' } }, { 'tool.name': 'other' }, { host: {} }]) {
      const ending = await run([[{ name: 'drop', args: {} }]], { options: { context: () => context } });
      expect(ending).toMatchObject({ ran: [], told: [blocked] });
    }
    const changing = (call: { tool: { name: string } }) => {
      call.tool.name = 'other';
      return {};
    };
    expect((await run([[{ name: 'drop', args: {} }]], { options: { context: changing } })).ran).toEqual([]);
  });

  test('the server of a tool is part of its name', async () => {
    const server = (tool: string) => (tool === 'transfer' ? 'bank' : undefined);
    const ending = await run([[{ name: 'transfer', args: {} }]], { options: { server } });
    expect(ending).toMatchObject({ ran: [], told: [expect.stringContaining('The bank server is closed.')] });
  });

  test('decisions are recorded with the standard document before they take effect', async () => {
    const decisions: EmbeddedDecision[] = [];
    const folder = await mkdtemp(path.join(tmpdir(), 'handrail-log-'));
    const log = path.join(folder, 'payments.decisions.jsonl');
    await run([[small]], {
      options: { session: { id: 's1' }, human: { present: false }, onDecision: each => void decisions.push(each), log },
    });
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({
      callId: 'call-1',
      answer: 'none',
      input: {
        tool: { name: 'pay', native: 'pay', args: { amount: 9 } },
        session: { id: 's1' },
        human: { present: false },
        host: { name: host },
      },
      record: { ruleset: 'payments', version: '1.4.0', decision: 'continue', rule: null },
    });
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(lines.map(line => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'decision', case: 's1', record: { decision: 'continue' }, input: { tool: { name: 'pay' } } },
    ]);
  });

  test('a question is recorded, whatever the person answers', async () => {
    const decisions: EmbeddedDecision[] = [];
    const options: Story['options'] = { onDecision: each => void decisions.push(each) };
    await run([[large]], { options, person: () => 'reject' });
    expect(decisions[0]).toMatchObject({ answer: 'ask', record: { decision: 'escalate', to: 'lead' } });
    expect(decisions[0]?.reason).toContain('The agent wants to pay 5000. Allow it only with the consent of Team lead.');
  });

  test('a grant in the log lets a call pass once, and the log shows nothing sensitive', async () => {
    const ruleSet: RuleSet = {
      ...paymentRules,
      signals: { ...paymentRules.signals, 'tool.args.card': { type: 'string', sensitive: true } },
      rules: paymentRules.rules.map(rule =>
        rule.id === 'large' ? { ...rule, grant: { validFor: '30m', bind: ['tool.name', 'tool.args.amount'] } } : rule,
      ),
    };
    const paid = { name: 'pay', args: { amount: 5000, card: '4111-1111' } };
    const log = path.join(await mkdtemp(path.join(tmpdir(), 'handrail-log-')), 'payments.decisions.jsonl');
    const at = Date.now();
    const given = { input: { tool: paid }, at, by: 'ann', id: 'g' };
    const grant = grantFor(compile(ruleSet), 'large', given);
    if (grant === null) throw new Error('The rule gives no grant.');
    await openGrants(log).issue(issuedEvent(grant, 'd-0'));
    const ending = await run([[paid], [paid]], { ruleSet, options: { log } });
    expect(ending).toMatchObject({ ran: [paid], ended: 'waiting' });
    expect(ending.asked).toHaveLength(1);
    expect(readFileSync(log, 'utf8')).not.toContain('4111');
  });

  describe('a call does not run', () => {
    const throws = () => {
      throw new Error('boom');
    };
    test.each<[string, Story['options']]>([
      ['if the signals of the program fail', { context: throws }],
      ['if they never come', { context: () => new Promise<never>(() => undefined), timeout: 50 }],
      ['if they are no data', { context: () => new Map() }],
      ['if one of them is no data', { context: () => ({ confidence: 1n }) }],
      ['if the record is not taken', { onDecision: throws }],
      ['if the log cannot be written', { log: '/dev/null/payments.decisions.jsonl' }],
      ['if the session is no data', { session: new Proxy({ id: 's' }, { ownKeys: throws }) }],
    ])('%s', async (_what, options) => {
      const failures: unknown[] = [];
      const ending = await run([[small]], { options: { ...options, onFailure: error => failures.push(error) } });
      expect(ending).toMatchObject({ ran: [], told: [blocked], ended: 'done' });
      expect(failures.length).toBeGreaterThan(0);
    });
  });
});

/** The messages of an error and of what caused it. */
function messages(error: unknown): string {
  let text = '';
  for (let each = error; each instanceof Error; each = each.cause ?? (each as { error?: unknown }).error)
    text += `${each.message}\n`;
  return text;
}
