import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { runAtOnce } from '../engine/model/steps.ts';
import type { Schedule } from '../language/queries/queries.ts';
import { checkFiles } from './check-files.ts';

/** An analysis that fails for a file named `broken`. */
const schedule: Schedule = (steps, work) => {
  if (work?.query === 'analysis' && work.uri.includes('broken')) throw new Error('a bug');
  return runAtOnce(steps);
};

test('an internal error in the analysis of a file is reported for that file, and loses no other findings', async () => {
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
    for await (const { checked, failure } of checkFiles(uris, { directory, now: 0, screen: null }, { schedule }))
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
