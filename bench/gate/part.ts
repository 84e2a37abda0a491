import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { digest } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { gateFile } from '../../exports/enforce/gate-file.ts';
import { root } from '../../scripts/host/folders.ts';
import type { Part } from '../part.ts';
import { milliseconds } from '../table.ts';

const event = JSON.stringify({
  session_id: 's',
  cwd: '/repo',
  permission_mode: 'default',
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_input: { command: 'npm test' },
});

/** Measures what a hook adds to a call of a tool, as a whole process beside an empty Node script, in turn. */
export const gate: Part = {
  name: 'gate',
  does: 'the time that the gate file adds to a call of a tool, as a whole process',
  async run({ quick, progress }) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-bench-gate-'));
    try {
      const programs = Object.fromEntries(
        (['gate', 'gate-plain'] as const).map(name => [
          name,
          readFileSync(path.join(root, `dist/${name}.mjs`), 'utf8'),
        ]),
      );
      const write = (name: string, text: string): string => {
        const file = path.join(folder, `${name}.mjs`);
        writeFileSync(file, text);
        return file;
      };
      const gateOf = (name: string, ruleSet: RuleSet): string => {
        const source = { ruleSet, digest: digest(ruleSet), exports: [] };
        const file = gateFile(source, { full: programs['gate'] ?? '', plain: programs['gate-plain'] ?? '' });
        return write(name, file.part === 'json' ? '' : file.text);
      };
      const files: [string, string][] = [
        ['an empty script', write('empty', '')],
        ...[5, 26, 1000].map((rules): [string, string] => [
          `${rules} rules`,
          gateOf(`gate-${rules}`, ruleSetOf(rules)),
        ]),
        [
          '26 rules, one with a pattern',
          gateOf('gate-pattern', ruleSetOf(26, 'tool.args.command.matches("^git +push")')),
        ],
      ];
      const times = new Map(files.map(([name]) => [name, [] as number[]]));
      for (let round = 0; round < (quick ? 3 : 31); round++)
        for (const [name, file] of files) times.get(name)?.push(await timeOf(file));
      const empty = median(times.get('an empty script') ?? []);
      const rows: { name: string; cells: string[] }[] = [];
      for (const [name, file] of files) {
        const alone = median(times.get(name) ?? []);
        const start = performance.now();
        await Promise.all(Array.from({ length: quick ? 10 : 100 }, () => timeOf(file)));
        const all = performance.now() - start;
        rows.push({ name, cells: [milliseconds(alone), milliseconds(alone - empty), milliseconds(all)] });
        progress(`${name}: ${milliseconds(alone)}`);
      }
      return {
        title: 'What the gate file adds to a call of a tool',
        about:
          'Wall time of a process that reads an event, decides, logs and ends; the scripts ran in turn. The last column has as many at once, on one log.',
        columns: ['script', 'median', 'beside empty', quick ? '10 at once' : '100 at once'],
        rows,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function ruleSetOf(count: number, more = 'true'): RuleSet {
  return {
    escalation: 2,
    name: `bench-${count}`,
    version: '1.0.0',
    signals: {
      'tool.name': { type: 'string' },
      'tool.args.command': { type: 'string' },
      'tool.args.amount': { type: 'number' },
    },
    targets: { lead: { kind: 'human' } },
    rules: Array.from({ length: count }, (_, n) => ({
      id: `rule-${n}`,
      when: `tool.name == "tool-${n % 40}" && tool.args.amount > ${n}${n === 0 && more !== 'true' ? ` && ${more}` : ''}`,
      decide: 'escalate',
      to: 'lead',
      reason: 'The agent wants to run {{ tool.args.command }}.',
    })),
    default: { decide: 'continue' },
  };
}

function timeOf(file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [file, '--host', 'claude-code'], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(performance.now() - start);
      else reject(new Error(`${path.basename(file)} ended with ${code}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(event);
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
