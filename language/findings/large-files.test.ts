import { describe, expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { deep } from '../../testing/random/random-cases.ts';

const head = 'escalation: 1\nname: large\nversion: 1.0.0\n';
const rule = 'rules:\n  - { id: only, when: true, decide: stop }\n';
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('');

const files: Record<string, (count: number) => string> = {
  'thresholds that nothing uses': count => `${head}thresholds:\n${lines(count, n => `  t${n}: ${n}\n`)}${rule}`,
  'signals that each have a rule': count =>
    `${head}signals:\n${lines(count, n => `  x${n}: { type: number }\n`)}rules:\n${lines(count, n => `  - { id: r${n}, when: x${n} > 1, decide: stop }\n`)}`,
  'payload contracts that nothing uses': count =>
    `${head}payloads:\n${lines(count, n => `  p${n}@1: { fields: { x: x } }\n`)}${rule}`,
  'suppressions, each of a finding': count =>
    `${head}signals:\n${lines(count, n => `  # handrail-disable-next-line unused-signal -- why\n  x${n}: { type: number }\n`)}${rule}`,
  'suppressions of nothing': count =>
    `${head}thresholds:\n${lines(count, n => `  # handrail-disable-next-line undefined-signal -- why\n  t${n}: 1\n`)}${rule}`,
  'signals of no type': count => `${head}signals:\n${lines(count, n => `  x${n}: { type: nubmer }\n`)}${rule}`,
  'conditions that cannot be read': count =>
    `${head}rules:\n${lines(count, n => `  - { id: r${n}, when: x >, decide: stop }\n`)}`,
  'versions of one rule, all at once': count =>
    `${head}rules:\n${lines(count, n => `  - { id: a, version: ${n + 1}, when: true, decide: stop }\n`)}`,
  'targets that fall back to each other': count =>
    `${head}targets:\n${lines(count, n => `  d${n}: { kind: human, acknowledgeWithin: 5m, onTimeout: d${(n + 1) % count} }\n`)}${rule}`,
};

/** JSON, which is read several times as fast as YAML. */
const json = (content: object) => JSON.stringify({ escalation: 1, name: 'large', version: '1.0.0', ...content });
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

async function check(text: string): Promise<{ seconds: number; codes: Map<string, number> }> {
  const workspace = memoryWorkspace({ 'large.escalation.yaml': text });
  const before = process.cpuUsage();
  const { findings } = await createQueries(workspace, {
    without: ['facts'],
  }).findings(workspace.uri('large.escalation.yaml'));
  const { user, system } = process.cpuUsage(before);
  const codes = new Map<string, number>();
  for (const { code } of findings) codes.set(code, (codes.get(code) ?? 0) + 1);
  return { seconds: (user + system) / 1e6, codes };
}

const few = deep ? 1500 : 200;

describe('eight times as many entries take about eight times the work, not sixty-four', () => {
  test.each(Object.keys(files))(
    '%s',
    async name => {
      const file = files[name] as (count: number) => string;
      const ratios: number[] = [];
      for (let attempt = 0; attempt < 3 && !ratios.some(each => each < 24); attempt++) {
        const small = await check(file(few));
        ratios.push((await check(file(8 * few))).seconds / small.seconds);
      }
      expect(Math.min(...ratios)).toBeLessThan(24);
    },
    300_000,
  );
});

test('faults beyond those that are listed keep their elements out of the rule set all the same', async () => {
  const { codes } = await check(
    `${head}signals:\n${lines(500, n => `  x${n}: { type: nubmer }\n`)}rules:\n${lines(500, n => `  - { id: r${n}, decide: 3 }\n`)}`,
  );
  expect(codes.get('schema')).toBe(201);
});

test('a chain of fallbacks that is longer than the stack is deep is one loop, of which the beginning is told', async () => {
  const count = 12_000;
  const target = (n: number) => ({ kind: 'human', acknowledgeWithin: '5m', onTimeout: `d${(n + 1) % count}` });
  const workspace = memoryWorkspace({
    'large.escalation.json': json({
      targets: Object.fromEntries(numbers(count).map(n => [`d${n}`, target(n)])),
      rules: [{ id: 'only', when: 'true', decide: 'stop' }],
    }),
  });
  const { findings } = await createQueries(workspace, {
    without: ['facts'],
  }).findings(workspace.uri('large.escalation.json'));
  const loops = findings.filter(({ code }) => code === 'handoff-loop');
  expect(loops).toHaveLength(1);
  expect(loops[0]?.message).toMatch(/^Never ends: d0 → d1 → .* → … 11990 more … → d11999 → d0\. /);
  expect(loops[0]?.related).toHaveLength(10);
}, 300_000);

test.each([
  [
    'rules',
    (count: number) => ({ rules: numbers(count).map(n => ({ id: `r${n}`, when: 'true', decide: 'stop' })) }),
    '10,001 rules, and the limit is 10,000',
  ],
  [
    'values',
    (count: number) => ({
      signals: { s: { type: 'string', enum: numbers(5 * count).map(n => `v${n}`) } },
      rules: [{ id: 'only', when: 's == "v1"', decide: 'stop' }],
    }),
    '50,005 values in the enums of its signals, and the limit is 50,000',
  ],
])(
  'a rule set with too many %s to be analysed says so, with the limit',
  async (_, file, says) => {
    const workspace = memoryWorkspace({ 'large.escalation.json': json(file(10_001)) });
    const { findings } = await createQueries(workspace).findings(workspace.uri('large.escalation.json'));
    const incomplete = findings.filter(({ code }) => code === 'analysis-incomplete');
    expect(incomplete.map(({ message }) => message)).toEqual([
      `The rules are not analysed: this rule set has ${says}. Split it into several rule sets.`,
    ]);
  },
  300_000,
);
