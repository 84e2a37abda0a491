import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { handrail } from '../../testing/command-line.ts';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';

const root = path.resolve(import.meta.dirname, '../..');
const ruleSets = [
  'content-moderation/content-appeals',
  'content-moderation/content-moderation',
  'customer-support/customer-support',
  'financial-advice/financial-advice',
  'it-incidents/it-incidents',
];

interface Sample {
  name: string;
  at?: string;
  input: object;
}

interface Gate {
  id: string;
  decision: string;
  /** The name of the target; null if there is none. */
  to: string | null;
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-agrees-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The gates of a prose in their order, the default last: read as an agent would, from all files of the export. */
function gatesIn(out: string): Gate[] {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.md'))
    .sort();
  const text = files.map(file => readFileSync(path.join(out, file), 'utf8').replaceAll('\u200b', '')).join('\n');
  const items = text.matchAll(
    /^(?:\d+\. `(?<id>[a-z0-9-]+)`[^]*?|- If no gate applies): ?\*\*(?<decision>\w+)\*\*(?: to [^(\n]*\(`(?<title>[\w-]+)`| to `(?<to>[\w-]+)`)?/gm,
  );
  return [...items].map(({ groups = {} }) => ({
    id: groups['id'] ?? 'default',
    decision: groups['decision'] ?? '',
    to: groups['title'] ?? groups['to'] ?? null,
  }));
}

describe.each(ruleSets)('%s', name => {
  test('prose and gate agree on all samples', async () => {
    const file = path.join(root, `examples/${name}.escalation.yaml`);
    const out = path.join(folder, path.basename(name));
    expect(await handrail(['export', file, '--to', 'skill', '--out', out], { cwd: root })).toMatchObject({ code: 0 });
    const gates = gatesIn(out);
    const { cases } = parse(readFileSync(file.replace('.escalation.', '.samples.'), 'utf8')) as { cases: Sample[] };
    const seen = new Set<string>();
    for (const { name: sample, at, input } of cases) {
      const inputFile = path.join(folder, 'input.json');
      writeFileSync(inputFile, JSON.stringify(input));
      const time = at === undefined ? [] : ['--at', new Date(at).toISOString()];
      const command = ['decide', file, '--input', inputFile, '--trace', '--format', 'json', ...time];
      const { stdout } = await handrail(command, { cwd: root });
      const record = JSON.parse(stdout) as DecisionRecord;
      // The first gate in the prose that applies is the one that decides.
      const fires = new Set(record.trace?.rules.filter(each => each.fires).map(({ rule }) => rule.id));
      const gate = gates.find(({ id }) => fires.has(id)) ?? gates.find(({ id }) => id === 'default');
      expect(gate, sample).toEqual({ id: record.rule?.id ?? 'default', decision: record.decision, to: record.to });
      seen.add(gate?.id ?? '');
    }
    expect(seen.size).toBeGreaterThan(5);
  });
});
