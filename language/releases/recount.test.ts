import { describe, expect, test } from 'vitest';
import { chained, sealed, type LogEntry } from '../../engine/release/log-entry.ts';
import { runAtOnce } from '../../engine/model/steps.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { logOf } from '../../testing/released.ts';
import { documentsOf } from '../source/documents.ts';
import { loadProject } from '../source/project/project.ts';
import { comparing } from './compare.ts';
import { recount, type RecountLimits } from './recount.ts';

/** Five releases, each of which escalates smaller amounts than the one before. `loosening`: approvals that it takes to loosen. */
async function releasesOf(loosening: number) {
  const texts = [1, 2, 3, 4, 5].map(
    major => `escalation: 1
name: a
version: ${major}.0.0
signals: { amount: { type: number, required: true } }
rules: [{ id: large, when: amount > ${1000 - major}, decide: pause }]
default: { decide: continue }
governance: { requiredApprovals: { loosening: ${loosening} } }
`,
  );
  const claimed = { summary, counting: 4, approvals: { needed: 0, counted: [] } };
  const log: LogEntry[] = [];
  for (const entry of await logOf(texts.map(text => ({ kind: 'release' as const, text }))))
    log.push(sealed(chained({ ...entry, ...claimed }, log)));
  const workspace = memoryWorkspace(Object.fromEntries(texts.map((text, at) => [`${at + 1}.escalation.yaml`, text])));
  return async (limits: RecountLimits) => {
    const compared: string[] = [];
    const { faults, unchecked } = await recount(log, {
      snapshot: version => loadProject(documentsOf(workspace), workspace.uri(`${version.charAt(0)}.escalation.yaml`)),
      compare: (before, after, now) => {
        compared.push(after.ruleSet.version);
        return runAtOnce(comparing(before, after, now));
      },
      limits,
    });
    expect(faults).toEqual([]);
    return { compared, unchecked: unchecked.map(({ version }) => version) };
  };
}

const summary = {
  class: 'tightened' as const,
  regions: { loosened: 0, rerouted: 0, tightened: 1 },
  consequences: { loosened: 0, rerouted: 0, tightened: 0, neutral: 0, breaking: 0 },
  complete: true,
};

describe.each([
  ['releases whose class decides how many approvals they need', 1, 'deciding'],
  ['other releases', 0, 'others'],
] as const)('of %s', (_, loosening, kind) => {
  test('the last one is compared in any case, and the others are named', async () => {
    const run = await releasesOf(loosening);
    const most = { deciding: Infinity, others: Infinity };
    expect(await run({ ...most, [kind]: 0 })).toEqual({
      compared: ['5.0.0'],
      unchecked: ['2.0.0', '3.0.0', '4.0.0'],
    });
    expect(await run(most)).toEqual({ compared: ['5.0.0', '4.0.0', '3.0.0', '2.0.0'], unchecked: [] });
  });

  test('so many are compared as the limit has work for, each time the same', async () => {
    const run = await releasesOf(loosening);
    const once = { compared: ['5.0.0', '4.0.0'], unchecked: ['2.0.0', '3.0.0'] };
    // A comparison of two such versions takes more than 40,000 and less than 60,000.
    for (const limit of [60_000, 60_000]) expect(await run({ deciding: 0, others: 0, [kind]: limit })).toEqual(once);
  });
});
