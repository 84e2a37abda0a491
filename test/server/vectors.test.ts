import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failures, groupsForDocuments, loadVectors } from '../../testing/vectors/load.ts';
import { startClient, stopAll, type LanguageClient } from './language-client.ts';

/** A language client sends values through JSON.stringify, so they have no numbers beyond doubles. */
const sendable = loadVectors().filter(({ input }) => JSON.stringify(input) === JSON.stringify(input, finiteOnly));

function finiteOnly(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? 'not to be sent' : value;
}

const all = groupsForDocuments(sendable).map((group, index) => ({
  name: group
    .map(({ name }) => name)
    .join('; ')
    .slice(0, 120),
  path: `vectors-${index}.escalation.json`,
  group,
}));

let client: LanguageClient;
beforeAll(async () => {
  client = await startClient();
});
afterAll(stopAll);

describe('the language server decides every vector as the language demands', () => {
  test.each(all)('$name', async ({ path, group }) => {
    const uri = client.open(path, JSON.stringify(group[0]?.ruleset), 'json');
    for (const vector of group) {
      const { broken, record } = await client.request('handrail/simulate', {
        uri,
        input: vector.input,
        at: vector.at,
        thresholds: {},
      });
      expect(broken, `${vector.name}: what keeps its rule set from deciding`).toBeNull();
      // A simulation always has its trace.
      const asked = { ...vector, absent: vector.absent.filter(key => key !== 'trace') };
      expect(failures(asked, record), `${vector.name} (${vector.clause})`).toEqual([]);
    }
    client.close(path);
  });
});
