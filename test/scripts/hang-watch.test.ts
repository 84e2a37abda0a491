import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { HangWatch } from '../../scripts/host/hang-watch.ts';
import { run } from '../../scripts/host/processes.ts';
import { followResults } from '../../scripts/host/suite-progress.ts';
import { maxSilence, runVitest } from '../../scripts/test/vitest-run.ts';
import vscodeTests from '../vscode/vitest.config.mts';
import fuzzTests from '../fuzz.config.mts';
import integrationTests from '../vitest.config.mts';

const node = (script: string, silence: number) =>
  run(process.execPath, ['-e', script], { watch: new HangWatch(silence) });

describe('A command that is watched', () => {
  it('may take longer than the limit while it reports something', async () => {
    const silence = 3_000;
    const started = Date.now();
    const done = await node(
      `let left = 12; const timer = setInterval(() => { console.log('step', left); if (--left === 0) clearInterval(timer); }, 400);`,
      silence,
    );
    expect(Date.now() - started).toBeGreaterThan(silence);
    expect(done).toMatchObject({ code: 0, cutShort: null });
  });

  it('is ended once it is silent for too long, and its last output is reported', async () => {
    const done = await node(`console.log('collecting'); console.error('at work'); setInterval(() => {}, 1000);`, 4_000);
    expect(done.code).toBeNull();
    expect(done.cutShort).toMatch(/^Stopped after 4 s without progress\. Last reported: (at work|collecting)$/);
  });
});

describe('A run of Vitest that is watched', () => {
  let folder: string;
  beforeAll(async () => {
    // Inside the repository, so that the tests find Vitest.
    await mkdir(path.join(import.meta.dirname, '../../out'), { recursive: true });
    folder = await mkdtemp(path.join(import.meta.dirname, '../../out/hang-'));
    await writeFile(
      path.join(folder, 'vitest.config.mjs'),
      `export default { test: { root: ${JSON.stringify(folder)} } };`,
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const vitest = async (tests: string, silence: number) => {
    await writeFile(path.join(folder, 'a.test.js'), `import { it } from 'vitest';\n${tests}`);
    const config = path.join(folder, 'vitest.config.mjs');
    return runVitest({ name: path.basename(folder), args: ['--config', config], silence });
  };

  it('goes on while its tests end, in one file too', async () => {
    const silence = 12_000;
    const started = Date.now();
    const outcome = await vitest(
      `for (let n = 0; n < 7; n++) it('test ' + n, () => new Promise(resolve => setTimeout(resolve, 2000)));`,
      silence,
    );
    expect(Date.now() - started).toBeGreaterThan(silence);
    expect(outcome).toMatchObject({ ok: true, counts: { passed: 7, failed: 0 } });
    expect(outcome.output).not.toContain('handrail-progress');
  });

  it('is ended when a test hangs, which is named', async () => {
    const outcome = await vitest(
      `it('is quick', () => {});\nit('never ends', () => new Promise(() => setInterval(() => {}, 1000)), 600_000);`,
      12_000,
    );
    expect(outcome.ok).toBe(false);
    expect(outcome.output).toMatch(/Stopped after 12 s without progress\. Running: .*a\.test\.js > never ends\./);
  });
});

describe('Suites inside VS Code', () => {
  it('show their progress by the file of their results', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'handrail-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'results.json');
    const watch = { begins: vi.fn(), ends: vi.fn() };
    onTestFinished(followResults(file, watch));
    const running = async (title: string | null) => {
      await writeFile(
        file,
        JSON.stringify({ version: '1', finished: false, passed: 0, failed: 0, running: title, tests: [] }),
      );
    };
    await running('hover is there');
    await vi.waitFor(() => expect(watch.begins).toHaveBeenCalledWith('hover is there'), 20_000);
    await running(null);
    await vi.waitFor(() => expect(watch.ends).toHaveBeenCalledWith('hover is there'), 20_000);
  });
});

it('A test that is slow is ended by its own runner, which says more', () => {
  for (const { test } of [vscodeTests, fuzzTests, integrationTests]) {
    expect(Math.max(test?.testTimeout ?? 0, test?.hookTimeout ?? 0)).toBeLessThan(maxSilence);
  }
});
