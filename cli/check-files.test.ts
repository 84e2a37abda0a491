import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';

/** `checkFiles` with an analysis that fails for a rule set named `broken`. */
async function checkFilesWithBug(): Promise<(typeof import('./check-files.ts'))['checkFiles']> {
  vi.resetModules();
  vi.doMock('../engine/index.ts', async original => {
    const engine = await original<typeof import('../engine/index.ts')>();
    return {
      ...engine,
      analysis: (...given: Parameters<typeof engine.analysis>) => {
        if (given[0].ruleSet.name === 'broken') throw new Error('a bug');
        return engine.analysis(...given);
      },
    };
  });
  return (await import('./check-files.ts')).checkFiles;
}

afterEach(() => {
  vi.doUnmock('../engine/index.ts');
  vi.resetModules();
});

test('an internal error of the analysis of one file is told of that file, and loses no other findings', async () => {
  const checkFiles = await checkFilesWithBug();
  const directory = await mkdtemp(join(tmpdir(), 'handrail-'));
  try {
    const uris: string[] = [];
    for (const name of ['broken', 'sound']) {
      const path = join(directory, `${name}.escalation.yaml`);
      await writeFile(
        path,
        `escalation: 1\nname: ${name}\nversion: 1.0.0\nsignals: { c: { type: boolean, required: true }, d: { type: boolean } }\nrules:\n  - { id: r, when: c, decide: stop, reason: x }\n`,
      );
      uris.push(pathToFileURL(path).href);
    }
    const found: { codes: string[]; failure: string | undefined }[] = [];
    for await (const { checked, failure } of checkFiles(uris, { directory, now: 0, screen: null }))
      found.push({ codes: checked.findings.map(({ code }) => code), failure: failure?.[0] });
    expect(found).toEqual([
      {
        codes: ['unused-signal'],
        failure: 'broken.escalation.yaml: Internal error in handrail. Please report it: a bug',
      },
      { codes: ['unused-signal', 'uncovered-input'], failure: undefined },
    ]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
