import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { lineDiff } from '../../testing/line-diff.ts';
import { applyEdits, readMarks } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { some } from '../../testing/random/random-cases.ts';
import type { Finding, Fix } from '../findings/finding.ts';
import { findingDefinitions } from '../findings/index.ts';
import { withMerged } from '../findings/merge.ts';
import { analysisFixes } from './analysis-fixes.ts';

const fixtures = join(import.meta.dirname, '../../test/fixtures');
const update = process.env['UPDATE_GOLDENS'] === '1';
const now = Date.UTC(2026, 0, 15, 12);

/** Handing over without context is not what these rules are about. */
const configuration = { severity: { 'handoff-without-context': 'off' } } as const;

async function fixesOf(name: string, text: string): Promise<{ finding: Finding; fixes: Fix[] }[]> {
  const workspace = memoryWorkspace({ [name]: text });
  const checked = await createQueries(workspace, { settings: () => configuration }).findings(workspace.uri(name));
  const all = [];
  for (const finding of checked.findings) {
    const fixes = await analysisFixes(createQueries(workspace), checked, [finding], { now });
    all.push({ finding, fixes: fixes.map(({ fix }) => fix) });
  }
  return all;
}

async function findingsIn(name: string, text: string): Promise<Finding[]> {
  const workspace = memoryWorkspace({ [name]: text });
  return (await createQueries(workspace, { settings: () => configuration }).findings(workspace.uri(name))).findings;
}

const named = (findings: readonly Finding[]) => findings.map(({ code, rule }) => `${code} ${rule ?? ''}`).sort();

/** Of each finding the fixes that are offered, as changes of lines. What is not there is not offered. */
describe('what is offered', () => {
  const folder = join(fixtures, 'fixes');
  const names = readdirSync(folder).filter(name => /\.escalation\.(ya?ml|json)$/.test(name));

  it.each(names)('%s', async name => {
    const text = readFileSync(join(folder, name), 'utf8');
    const told = (await fixesOf(name, text)).map(({ finding, fixes }) => [
      `${finding.code}${finding.rule === null ? '' : ` ${finding.rule}`}`,
      ...fixes.flatMap(({ title, edits, preferred }) => [
        `  ${title}${preferred ? ' (preferred)' : ''}`,
        ...lineDiff(text, applyEdits(text, edits)).map(line => `    ${line}`),
      ]),
      '',
    ]);
    const golden = join(folder, name.replace(/\.escalation\.\w+$/, '.fixes.golden.txt'));
    const shown = told.flat().join('\n');
    if (update) writeFileSync(golden, shown);
    expect(existsSync(golden), `run with UPDATE_GOLDENS=1 to write ${golden}`).toBe(true);
    expect(shown).toBe(readFileSync(golden, 'utf8'));
  });
});

test('a rule that samples name is not deleted', async () => {
  const name = 'order.escalation.yaml';
  const text = readFileSync(join(fixtures, 'fixes', name), 'utf8');
  const samples = `samples: 1\nruleset: ./${name}\ncases:\n  - { name: a, input: { amount: 90, legal: true }, expect: { rule: legal } }\n  - { name: b, input: { amount: 90, legal: false }, expect: { rule: always } }\n`;
  const titles = async (files: Record<string, string>) => {
    const workspace = memoryWorkspace(files);
    const checked = await createQueries(workspace, { settings: () => configuration }).findings(workspace.uri(name));
    const shadowed = checked.findings.filter(({ code }) => code === 'shadowed-rule');
    const fixes = await analysisFixes(createQueries(workspace), checked, shadowed, { now });
    return fixes.map(({ fix }) => fix.title);
  };
  expect(await titles({ [name]: text })).toEqual([
    'Move `legal` before `always` — pause → escalate (desk), no samples yet',
    'Delete `legal` — no decision changes',
  ]);
  expect(await titles({ [name]: text, 'a.samples.yaml': samples })).toEqual([
    'Move `legal` before `always` — pause → escalate (desk) in 1 of 2 samples',
  ]);
});

/** Whatever is offered for the fixtures of the findings does what it says, as a check of the whole text shows. */
describe('every fix', () => {
  const codes = findingDefinitions.filter(definition => definition.fromFacts !== undefined).map(({ code }) => code);
  const texts = codes.flatMap(code => {
    const folder = join(fixtures, 'findings', code);
    return readdirSync(folder)
      .filter(
        name => /\.escalation\.yaml$/.test(name) && !name.includes('.golden.') && name !== 'limit.escalation.yaml',
      )
      .map(name => [code, name, readMarks(readFileSync(join(folder, name), 'utf8')).text] as const);
  });

  it.each(some(texts, 15))('%s: %s', async (_code, name, text) => {
    const before = await findingsIn(name, text);
    for (const { finding, fixes } of await fixesOf(name, text)) {
      for (const { title, edits } of fixes) {
        const after = await findingsIn(name, applyEdits(text, edits));
        const own = named(withMerged(finding));
        const count = (findings: readonly Finding[]) =>
          named(findings.flatMap(withMerged)).filter(each => own.includes(each)).length;
        // Of several regions one may be left, or all of them to a default.
        if (finding.code !== 'uncovered-input') expect(count(after), title).toBeLessThan(count(before));
        const errors = (findings: readonly Finding[]) => named(findings.filter(each => each.severity === 'error'));
        const known = errors(before);
        expect(
          errors(after).filter(each => !known.includes(each)),
          title,
        ).toEqual([]);
        expect(title).toMatch(/ — (?:no decision changes|.* → .*, no samples yet)$/);
      }
    }
  });
});
