import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { fixture, handrail } from '../../testing/command-line.ts';

const cwd = fixture('command-line');

test('says of every sample whether it passed, and of one that failed what decided instead', async () => {
  const { code, stdout, stderr } = await handrail(['test', '.'], { cwd });
  expect(stderr).toBe('');
  expect(code).toBe(1);
  expect(stdout).toBe(
    [
      'refunds.samples.yaml (refunds 1.4.0)',
      '  ✓ A letter from a lawyer',
      '  · Only to look at',
      '  ✗ Wrong on purpose',
      '      decide: expected "continue", was "pause"',
      '      rule: expected "small", was "default"',
      '      decided: pause by default',
      '1 passed, 1 failed, 1 expect nothing',
      '',
    ].join('\n'),
  );
});

test('JSON holds verdict, record and handoff of every sample', async () => {
  const report = JSON.parse((await handrail(['test', '.', '--format', 'json'], { cwd })).stdout) as {
    samples: unknown[];
    summary: unknown;
  };
  expect(report.summary).toEqual({ files: 1, passed: 1, failed: 1, unchecked: 1, broken: 0 });
  expect(report.samples[0]).toMatchObject({
    name: 'A letter from a lawyer',
    file: 'refunds.samples.yaml',
    ruleset: 'refunds.escalation.yaml',
    verdict: 'passed',
    record: { decision: 'escalate' },
    handoff: [
      { at: '2026-03-02T10:16:00Z', state: 'handed-off', to: 'lead', because: 'timeout' },
      { at: '2026-03-02T10:17:00Z', state: 'acknowledged', to: 'lead' },
    ],
  });
});

test('JSON has the shape that its schema says', async () => {
  const schema = JSON.parse(readFileSync(fixture('../../schemas/test-report.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(closed(schema));
  for (const name of ['command-line', 'every-mistake']) {
    const { stdout } = await handrail(['test', '.', '--format', 'json'], { cwd: fixture(name) });
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
  }
});

/** The schema with all objects closed, to detect keys that it does not declare. */
function closed(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
      ? { ...value, additionalProperties: false }
      : value,
  ) as object;
}

test('JUnit counts failures and skips as its readers expect', async () => {
  const { stdout } = await handrail(['test', '.', '--format', 'junit'], { cwd });
  expect(stdout).toContain('<testsuite name="refunds.samples.yaml" tests="3" failures="1" errors="0" skipped="1">');
  expect(stdout).toContain('<failure message="decide: expected &quot;continue&quot;, was &quot;pause&quot;">');
});

test('GitHub annotations are at the sample', async () => {
  const { stdout } = await handrail(['test', '.', '--format', 'github'], { cwd });
  expect(stdout).toMatch(/^::error file=refunds\.samples\.yaml,line=13,title=Wrong on purpose::/m);
});

test('samples of a rule set that is broken cannot be run, and say why', async () => {
  const { code, stdout } = await handrail(['test', 'every-mistake.samples.yaml'], { cwd: fixture('every-mistake') });
  expect(code).toBe(1);
  expect(stdout).toContain('line 2: These samples cannot run: every-mistake.escalation.yaml has');
  expect(stdout).toContain('! A rule that is not there');
  expect(stdout).toContain('0 passed, 0 failed, 1 could not be run');
});

test('no samples is bad usage, not success', async () => {
  const outcome = await handrail(['test', 'hint.escalation.yaml'], { cwd });
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toContain('There are no samples');
});
