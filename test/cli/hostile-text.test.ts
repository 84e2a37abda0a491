import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forPeople } from '../../cli/printed.ts';
import { run } from '../../cli/run.ts';
import { cases } from '../../testing/random/random-cases.ts';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { alice, bob, createReleaseRepository, log, ruleFile } from '../../testing/repositories/release-repository.ts';
import { handrail } from '../../testing/command-line.ts';

/** Characters that must not occur in output, except for the line feed at the end of a line. */
const unseen = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Follows a line break in every hostile text: a line of output that begins with it was started by data. */
const canary = 'CANARY';

const hostile = fc
  .array(
    fc.constantFrom(
      '\n::error::x',
      '\r::warning file=a::y',
      '::set-output name=a::b',
      '\u001b[2J',
      '\u009b31m',
      '\u001b]0;title\u0007',
      '\u202e',
      '\u2066',
      '\u2028::error::',
      '\u0085::error::',
      `\n${canary}`,
      `\r\n  ${canary}`,
      '##[error]z',
      '##vso[task.complete]',
      '<img src=x onerror=y>',
      '`|',
      '"\'$(id)',
      ' ',
      'word',
      '\t',
      '\ud800',
      '\0',
      '%0A::error::',
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map(parts => parts.join(''));

function expectHarmless(output: string, format: string): void {
  expect(unseen.exec(output)?.[0], JSON.stringify(output)).toBeUndefined();
  for (const line of output.split('\n')) {
    expect(line).not.toMatch(/^\s*CANARY/);
    if (format === 'github') expect(line).toMatch(/^$|^::(error|warning|notice) [^:]*::(?!.*##\[)/);
    else expect(line).not.toMatch(/^\s*::|##\[|##vso\[/);
  }
  if (format === 'json' || format === 'sarif') JSON.parse(output === '' ? 'null' : output);
}

const colours = new RegExp(String.raw`\u001b\[\d+m`, 'g');

async function commandLine(directory: string, args: readonly string[], color = false): Promise<void> {
  const streams = { stdout: '', stderr: '' };
  const code = await run(args, {
    directory,
    now: 0,
    stdin: Readable.from([]),
    out: text => Promise.resolve(void (streams.stdout += text)),
    message: (...lines) => void (streams.stderr += forPeople(lines)),
    color,
    columns: 80,
    screen: null,
  });
  expect(streams.stderr).not.toContain('Internal error');
  const at = args.indexOf('--format');
  expectHarmless(color ? streams.stdout.replace(colours, '') : streams.stdout, at < 0 ? 'text' : (args[at + 1] ?? ''));
  expectHarmless(streams.stderr, 'text');
  expect([0, 1, 2]).toContain(code);
}

interface Texts {
  name: string;
  free: string;
  value: string;
}

/** A rule set with hostile text in every place that can contain text. */
const ruleSet = ({ free, value }: Texts, limit: number) => ({
  escalation: 1,
  name: 'refunds',
  version: `1.0.${limit}`,
  description: free,
  signals: {
    amount: { type: 'number', minimum: 0, description: free },
    topic: { type: 'string', enum: ['plain', value], description: free },
    text: { type: 'string' },
  },
  targets: { desk: { kind: 'human', description: free, acknowledgeWithin: '15m' } },
  assumptions: [{ expect: 'amount < 100000', reason: free }],
  rules: [
    {
      id: 'large',
      title: free,
      when: `amount > ${limit} || topic == ${JSON.stringify(value).replaceAll('\\ud800', '')}`,
      decide: 'escalate',
      to: 'desk',
      reason: 'Said: {{ text }} about {{ topic }}',
      message: free,
    },
    { id: 'never', when: 'amount > 5 && amount < 3', decide: 'stop', reason: free },
  ],
  default: { decide: 'continue', reason: free },
});

const samples = ({ name, free, value }: Texts, file: string) => ({
  samples: 1,
  ruleset: `./${file}`,
  description: free,
  cases: [
    { name, input: { amount: 999999, topic: value, text: free }, expect: { decide: 'stop', to: value, rule: value } },
    { name: `${name} again`, input: { [value]: free }, expect: { decide: 'escalate', reasonCode: free } },
  ],
});

const texts = fc.record({ name: hostile, free: hostile, value: hostile });

describe('Text from data', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'handrail-hostile-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, value: unknown) => writeFileSync(path.join(folder, file), JSON.stringify(value));

  it('of rules, samples and inputs is shown, and does nothing', { timeout: 180_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(texts, async each => {
        write('a.escalation.json', ruleSet(each, 10));
        write('b.escalation.json', ruleSet(each, 1000));
        write('a.samples.json', samples(each, 'a.escalation.json'));
        const input = JSON.stringify({
          amount: 'no number',
          topic: each.value,
          text: each.free,
          [each.name]: each.free,
        });
        const calls = [
          ...['text', 'json', 'sarif', 'github', 'markdown'].map(format => ['check', '.', '--format', format]),
          ...['text', 'json'].map(format => ['check', 'a.escalation.json', '--explain', 'large', '--format', format]),
          ...['text', 'json', 'junit', 'github', 'markdown'].map(format => ['test', '.', '--format', format]),
          ...['text', 'json', 'sarif', 'github', 'markdown'].map(format => [
            ...['diff', 'a.escalation.json', 'b.escalation.json', '--samples', '.', '--format', format],
          ]),
          ...['text', 'json'].map(format => [
            ...['decide', 'a.escalation.json', '--trace', '--input', input, '--format', format],
          ]),
        ];
        for (const args of calls) await commandLine(folder, args);
        await commandLine(folder, ['decide', 'a.escalation.json', '--trace', '--input', input], true);
        await commandLine(folder, ['check', '.'], true);
      }),
      { numRuns: cases(4) },
    );
  });

  it('in any place of a file, keys included, is shown, and does nothing', { timeout: 180_000 }, async () => {
    const sound = ruleSet({ name: 'a', free: 'b', value: 'c' }, 10);
    await fc.assert(
      fc.asyncProperty(fc.nat(), hostile, fc.boolean(), async (which, text, yaml) => {
        const broken = replaced(sound, which, text);
        const file = `a.escalation.${yaml ? 'yaml' : 'json'}`;
        // Unescaped, so that the YAML parser quotes it in its message.
        if (yaml) writeFileSync(path.join(folder, file), `rules: [\n"${text}: *x\n${text}\n---\n`);
        else write(file, broken);
        for (const format of ['text', 'json', 'sarif', 'github', 'markdown'])
          await commandLine(folder, ['check', file, '--format', format]);
        await commandLine(folder, ['decide', file, '--input', '{}']);
        rmSync(path.join(folder, file));
      }),
      { numRuns: cases(15) },
    );
  });

  it('of the command line itself is shown, and does nothing', { timeout: 180_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async text => {
        const word = text.replaceAll('\0', '');
        for (const args of [
          [word],
          ['help', word],
          ['check', word],
          ['check', '.', `--${word}`],
          ['check', '.', '--format', word],
          ['check', '.', '--fail-on', word],
          ['decide', word, '--input', '{}'],
          ['decide', 'a.escalation.yaml', '--input', word],
          ['decide', 'a.escalation.yaml', '--input', '{}', '--at', word],
          ['test', word],
          ['diff', word, word],
          ['diff', 'a.escalation.yaml', 'b.escalation.yaml', '--fail-on', word],
          ['blame', '{}', word],
          ['bisect', '{}', '--expect', word],
          ['release', word],
          ['log', word],
        ])
          await commandLine(folder, args);
      }),
      { numRuns: cases(4) },
    );
  });
});

/** A copy with one string or key replaced: that with this number, modulo their count. */
function replaced(value: unknown, which: number, text: string): unknown {
  let count = 0;
  const places = (each: unknown): number =>
    typeof each === 'string'
      ? 1
      : typeof each === 'object' && each !== null
        ? Object.entries(each).reduce(
            (sum, [key, inner]) => sum + places(inner) + (Number.isNaN(Number(key)) ? 1 : 0),
            0,
          )
        : 0;
  const chosen = which % places(value);
  const copy = (each: unknown): unknown => {
    if (typeof each === 'string') return count++ === chosen ? text : each;
    if (Array.isArray(each)) return each.map(copy);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => [count++ === chosen ? text : key, copy(inner)]),
    );
  };
  return copy(value);
}

describe('Names of files and of people', () => {
  let repository: TestRepository;
  beforeEach(() => (repository = createRepository()));
  afterEach(() => repository.remove());

  const folder = 'a\n::error::forged\n\u001b[2J\u202e b';
  const file = `${folder}/x\r::error::y\u009b.escalation.json`;
  const rules = (limit: number) => JSON.stringify(ruleSet({ name: 'a', free: 'b', value: 'c' }, limit));
  const by = 'Eve\u001b[2J\u202e ::error::z';

  it.skipIf(process.platform === 'win32')('are shown, and do nothing', { timeout: 180_000 }, async () => {
    mkdirSync(path.join(repository.folder, folder), { recursive: true });
    const commit = (limit: number, day: number) =>
      repository.commit({
        files: { [file]: rules(limit) },
        by,
        at: `2026-03-0${day}T10:00:00Z`,
        subject: `::error::subject\u001b[2J\u202e ##[error] ${limit}`,
      });
    commit(10, 1);
    commit(20, 2);
    commit(5, 3);
    const who = ['--who', `Eve\u001b[2J\n::error::who <eve@example.org>`];
    const calls = [
      ['check', file],
      ['check', '.'],
      ['check', file, '--format', 'sarif'],
      ['check', file, '--format', 'github'],
      ['check', file, '--format', 'markdown'],
      ['check', file, '--explain', 'nobody\n::error::'],
      ['diff', 'HEAD~1'],
      ['diff', 'HEAD~1', '--format', 'github'],
      ['diff', 'HEAD~1', '--format', 'markdown'],
      ['diff', 'HEAD~1', '--format', 'sarif'],
      ['blame', '{"amount": 12, "topic": "plain"}', file],
      ['blame', '{"amount": 12, "topic": "plain"}', file, '--format', 'json'],
      ['bisect', '{"amount": 12, "topic": "plain"}', file, '--expect', 'continue'],
      ['release', file, ...who],
      ['approve', file, '--why', 'because\n::error::why\u001b[2J', ...who],
      ['reject', file, '--why', 'because\n::error::why\u001b[2J', ...who],
      ['log', file],
      ['log', file, '--format', 'markdown'],
      ['log', file, '--format', 'json'],
      ['log', file, 'verify'],
    ];
    for (const args of calls) await commandLine(repository.folder, args);
    // It is found through its folder, too.
    const { stdout, stderr } = await handrail(['check', '.', '--format', 'sarif'], { cwd: repository.folder });
    expectHarmless(stdout, 'sarif');
    expectHarmless(stderr, 'text');
    const uris = [...stdout.matchAll(/"uri": "([^"]*)"/g)].map(([, uri = '']) => decodeURIComponent(uri));
    expect(uris).toContain(file);
  });
});

describe('A log that somebody tampered with', () => {
  it('is shown, and does nothing', { timeout: 180_000 }, async () => {
    const repository = createReleaseRepository();
    try {
      await repository.loosen();
      for (const who of [alice, bob])
        await repository.run('approve', ruleFile, '--why', 'Tried', '--role', 'risk', ...who);
      expect(await repository.run('release', ruleFile, '--why', 'Policy')).toMatchObject({ code: 0 });
      const entries = repository.read(log).trimEnd().split('\n');
      expect(entries).toHaveLength(4);
      const text = `x\n::error::y\u001b[2J\u202e\n${canary} ##[error]z`;
      for (let which = 0; which < 40; which += 8) {
        const tampered = entries.map(entry => JSON.stringify(replaced(JSON.parse(entry), which, text)));
        writeFileSync(path.join(repository.folder, log), `${tampered.join('\n')}\n`);
        for (const args of [
          ['log', ruleFile],
          ['log', ruleFile, '--format', 'markdown'],
          ['log', ruleFile, '--format', 'json'],
          ['log', ruleFile, 'verify'],
          ['check', ruleFile, '--format', 'github'],
          ['blame', '{"amount": 1200}', ruleFile],
          ['diff', 'release:1.0.0', ruleFile],
          ['release', ruleFile, '--why', 'because'],
          ['rollback', ruleFile, '1.0.0', '--why', 'because', '--dry-run'],
        ])
          await commandLine(repository.folder, args);
      }
    } finally {
      repository.remove();
    }
  });
});
