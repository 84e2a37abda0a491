import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createQueries, type QueryOptions } from '../queries/create-queries.ts';
import { checkOptionsFor, configurationFor, followsFrom } from '../../testing/check-options.ts';
import { releasedFiles, type Step } from '../../testing/released.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import type { Finding } from './finding.ts';
import { findingCodes, findingDefinition } from './index.ts';

const folder = join(import.meta.dirname, '../../docs/findings');
const sections = ['Avoid', 'Prefer', 'Why', 'How to fix it', 'Configuration', 'Related'];

/** What the examples of the pages refer to. */
const surroundings = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '../shared/case.schema.json': '{ "type": "object" }',
  'payloads/case.schema.json': '{ "type": "object" }',
  'targets.escalation.yaml':
    'escalation: 1\nname: targets\nversion: 1.0.0\ntargets: { support-l1: { kind: human, acknowledgeWithin: 15m } }\n',
  'payments.escalation.yaml':
    'escalation: 1\nname: payments\nversion: 1.0.0\nsignals: { amount: { type: number } }\nrules:\n  - { id: large, when: amount > 1000, decide: stop }\n',
  'refunds.escalation.yaml':
    'escalation: 1\nname: refunds\nversion: 1.0.0\nsignals: { intent: { type: string } }\nrules:\n  - { id: legal-threat, version: 2, when: true, decide: stop }\n',
};

/** What lists the tools that the example of a page meets. */
const listedTools: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tools-unruled': {
    'mcp-manifest.json': '{ "name": "github", "tools": [{ "name": "create_issue" }, { "name": "delete_repository" }] }',
  },
};

/** What was released before the example, made of the page's own text. */
const before: Readonly<Record<string, (prefer: string) => Step[]>> = {
  'released-file-edited': prefer => [{ kind: 'release', text: prefer }],
  'version-not-bumped': prefer => [{ kind: 'release', text: firstVersion(prefer) }],
  'approval-stale': prefer => [
    { kind: 'release', text: firstVersion(prefer) },
    { kind: 'approve', text: prefer, who: 'alice' },
  ],
  'payload-schema-changed': prefer => [
    {
      kind: 'release',
      text: firstVersion(prefer).replaceAll('@2', '@1').replace('text: c', 'customer: customer.id, text: c'),
    },
  ],
  'unsound-rollback': prefer => [{ kind: 'release', text: firstVersion(prefer).replace(/^rollback.*/m, '') }],
};

function firstVersion(text: string): string {
  return text.replace('version: 2.0.0', 'version: 1.0.0').replace(/amount > \d+/g, 'amount > 1000');
}

async function findingsIn(
  example: string,
  options: QueryOptions,
  released: Readonly<Record<string, string>> = {},
): Promise<Finding[]> {
  const samples = example.startsWith('samples:');
  const place = /^# (releases\/\S+\.escalation\.yaml)/.exec(example)?.[1] ?? 'example.escalation.yaml';
  const path = samples ? 'example.samples.yaml' : place;
  const whole = samples || /^escalation:/m.test(example);
  const text = whole ? example : `escalation: 1\nname: example\nversion: 1.0.0\n${example}`;
  const workspace = memoryWorkspace({ ...surroundings, ...released, [path]: text });
  return (await createQueries(workspace, options).findings(workspace.uri(path))).findings;
}

describe.each(findingCodes)('the page of %s', code => {
  const text = readFileSync(join(folder, `${code}.md`), 'utf8');
  const section = (name: string) => new RegExp(`^## ${name}\\n\\n([^]*?)(?=^## |(?![^]))`, 'm').exec(text)?.[1] ?? '';
  const example = (name: string) => /^```yaml\n([^]*?)^```/m.exec(section(name))?.[1] ?? '';
  const released = async () => ({
    ...listedTools[code],
    ...(await releasedFiles(before[code]?.(example('Prefer')) ?? [])),
  });

  it('says what it is, in the order of all pages', () => {
    expect(text.startsWith(`# ${code}\n`)).toBe(true);
    expect(text).toContain(`Severity: ${findingDefinition(code)?.severity ?? ''}`);
    expect([...text.matchAll(/^## (.*)$/gm)].map(match => match[1])).toEqual(sections);
    for (const name of sections) expect(section(name).trim(), name).not.toBe('');
    expect(text).not.toContain('TODO');
  });

  it('has an example that fails', async () => {
    const found = (await findingsIn(example('Avoid'), checkOptionsFor(code), await released())).map(
      finding => finding.code,
    );
    expect(found).toContain(code);
    // Only what follows from the fault is found beside it.
    expect(found.filter(each => each !== code && !each.startsWith('unused-') && !followsFrom(code, each))).toEqual([]);
  });

  it('has an example that is right', async () => {
    const options = { settings: () => configurationFor(code) };
    expect((await findingsIn(example('Prefer'), options, await released())).map(finding => finding.message)).toEqual(
      [],
    );
  });

  it('links to pages that are there', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(() => readFileSync(join(folder, target)), target).not.toThrow();
    }
  });
});

it('there is no page for a finding that does not exist', () => {
  const pages = readdirSync(folder).map(name => name.replace(/\.md$/, ''));
  expect(pages.filter(page => page !== 'README').sort()).toEqual([...findingCodes].sort());
});
