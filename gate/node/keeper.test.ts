import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { canarySession, compile, grantFor, issuedEvent } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { type GateEvent, readEvent } from '../gate.ts';
import { openGrants } from './grants/store.ts';
import { fileKeeper } from './keeper.ts';

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'agent',
  version: '1.0.0',
  signals: { 'tool.name': { type: 'string' } },
  targets: { owner: { kind: 'human' } },
  rules: [
    {
      id: 'ask',
      when: 'tool.name == "Bash"',
      decide: 'escalate',
      to: 'owner',
      grant: { validFor: '30m', uses: 7, bind: ['tool.name'] },
    },
  ],
  default: { decide: 'continue' },
};
const compiled = compile(ruleSet);
const at = Date.parse('2026-03-02T10:00:00Z');

let log = '';
beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'handrail-keeper-'));
  log = path.join(folder, 'agent.decisions.jsonl');
  return () => rm(folder, { recursive: true, force: true });
});

function callIn(session: string): GateEvent {
  const event = {
    hook_event_name: 'PreToolUse',
    session_id: session,
    tool_name: 'Bash',
    tool_input: { command: 'ls' },
  };
  return readEvent('claude-code', JSON.stringify(event));
}

it('gives no grant to a call that nobody made', async () => {
  const real = callIn('session');
  const grant = grantFor(compiled, 'ask', { input: real.input, at, by: 'ann', id: 'g-1' });
  if (grant === null) throw new Error('the rule gives no grant');
  await openGrants(log).issue(issuedEvent(grant, 'd-0'));
  const keeper = fileKeeper(log, ruleSet);
  expect(await keeper.grants(compiled, real, at)).toHaveLength(1);
  expect(await keeper.grants(compiled, callIn(canarySession('1')), at)).toEqual([]);
});
