import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { canaryCalls } from '../../../cli/doctor/calls.ts';
import { players } from '../../../cli/doctor/players/index.ts';
import type { JsonObject } from '../../../engine/model/json.ts';
import { standIns, type StandInId } from './index.ts';
import type { StandIn } from './stand-in.ts';

/** The players of `handrail doctor` and the stand-ins share no code that finds hooks: each must say what the other says. */
const root = mkdtempSync(path.join(os.tmpdir(), 'handrail-players-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const grouped = (event: string, matcher: unknown): JsonObject => ({
  hooks: {
    [event]: [
      { ...(matcher === undefined ? {} : { matcher }), hooks: [{ type: 'command', command: 'node gate.mjs' }] },
    ],
  } as never,
});
const plain = (event: string, matcher: unknown): JsonObject => ({
  version: 1,
  hooks: { [event]: [{ ...(matcher === undefined ? {} : { matcher }), command: 'node gate.mjs' }] } as never,
});

const configurations: Record<
  StandInId,
  [file: string, events: string[], (event: string, matcher: unknown) => JsonObject]
> = {
  'claude-code': ['.claude/settings.json', ['PreToolUse', 'PostToolUse'], grouped],
  codex: ['.codex/hooks.json', ['PreToolUse', 'PostToolUse'], grouped],
  cursor: [
    '.cursor/hooks.json',
    ['preToolUse', 'beforeShellExecution', 'beforeMCPExecution', 'beforeReadFile', 'stop'],
    plain,
  ],
  'copilot-cli': ['.github/hooks/handrail.json', ['preToolUse', 'PreToolUse', 'postToolUse'], plain],
  'copilot-cloud': ['.github/hooks/handrail.json', ['preToolUse', 'PreToolUse', 'postToolUse'], plain],
};

const matchers = [
  undefined,
  '',
  '*',
  '.*',
  'Bash',
  'bash',
  'Shell',
  'Bash|Edit',
  'Write',
  'Edit|Write',
  'mcp__.*',
  '^mcp',
  'MCP:',
  '^(?!Shell$|MCP:).*',
  'Ba',
  'ba',
  '(',
  '[',
  'handrail-doctor-.*',
  'view|create',
  'Agent',
  'true',
];

describe.each(Object.entries(configurations))('%s', (id, [file, events, configuration]) => {
  const host = id as StandInId;
  const standIn: StandIn = standIns[host];
  const player = players[host];

  it.each(events)('finds the same hooks at %s', event => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    for (const matcher of matchers) {
      const config = configuration(event, matcher);
      writeFileSync(path.join(root, file), JSON.stringify(config));
      const { hooks } = player.read(file, config);
      for (const call of canaryCalls(host, 'run')) {
        const asked = standIn
          .events(call, root)
          .flatMap(each => (standIn.hooks(root, each).length > 0 ? [each.name] : []));
        const found = player
          .events(call, root)
          .flatMap(each =>
            hooks.some(hook => hook.event === each.name && hook.obstacle === null && player.matches(hook, each))
              ? [each.name]
              : [],
          );
        expect([matcher, call.title, found]).toEqual([matcher, call.title, asked]);
      }
    }
  });

  it('gives hooks an event with the same keys', () => {
    for (const call of canaryCalls(host, 'run')) {
      const keys = (of: { events: (call: never, root: string) => { name: string; input: object }[] }) =>
        of.events(call as never, root).map(({ name, input }) => [name, Object.keys(input).sort()]);
      expect(keys(player)).toEqual(keys(standIn));
    }
  });
});
