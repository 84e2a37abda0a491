import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failures, groupsForDocuments, jsonText, loadVectors, type Vector } from '../../testing/vectors/load.ts';
import { handrail, spawnHandrail } from '../../testing/command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'handrail-vectors-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;

/** Decides on all vectors of a group with JSON Lines, and returns their records in order. */
async function recordsOf(group: readonly Vector[], commandLine: typeof handrail): Promise<unknown[]> {
  const [{ ruleset, at, trace }] = group as [Vector];
  const file = `vectors-${written++}.escalation.json`;
  writeFileSync(path.join(folder, file), JSON.stringify(ruleset));
  const args = ['decide', file, '--input', '-', '--at', at, '--format', 'json', ...(trace ? ['--trace'] : [])];
  const stdin = group.map(({ input }) => `${jsonText(input)}\n`).join('');
  const { code, stdout, stderr } = await commandLine(args, { cwd: folder, stdin });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // A single line is one document, whose record is printed on several lines.
  return group.length === 1
    ? [JSON.parse(stdout) as unknown]
    : stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as unknown);
}

const all = groupsForDocuments(loadVectors()).map(group => ({
  name: group
    .map(({ name }) => name)
    .join('; ')
    .slice(0, 120),
  group,
}));

describe('the command line decides every vector as the language demands', () => {
  test.each(all)('$name', async ({ group }) => {
    const records = await recordsOf(group, handrail);
    expect(records).toHaveLength(group.length);
    for (const [index, vector] of group.entries())
      expect(failures(vector, records[index]), `${vector.name} (${vector.clause})`).toEqual([]);
  });
});

describe('a new process does, for the largest groups', () => {
  const largest = [...all].sort((a, b) => b.group.length - a.group.length).slice(0, 3);
  test.concurrent.each(largest)('$name', async ({ group }) => {
    const records = await recordsOf(group, spawnHandrail);
    for (const [index, vector] of group.entries())
      expect(failures(vector, records[index]), `${vector.name} (${vector.clause})`).toEqual([]);
  });
});
