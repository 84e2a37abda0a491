import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { fixtureOptionsFor } from '../../testing/check-options.ts';
import { readMarks } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { deep } from '../../testing/random/random-cases.ts';
import { findingSeverities } from './finding.ts';
import { findingDefinitions } from './index.ts';

const root = join(import.meta.dirname, '../../test/fixtures/findings');
const guarded = findingDefinitions.filter(({ guards }) => guards !== undefined).map(({ code }) => code);
/** The weakest levels are the first to show a finding that is not guarded. */
const levels = ([...findingSeverities.slice(1), 'off'] as const).slice(deep ? 0 : -2);

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

/** The files of a code's fixture, and those in which it is expected. */
function fixture(code: string) {
  const folder = join(root, code);
  const paths = existsSync(folder) ? filesIn(folder).filter(path => !path.includes('.golden.')) : [];
  const read = paths.map(path => [relative(folder, path), readMarks(readFileSync(path, 'utf8'))] as const);
  return {
    files: Object.fromEntries(read.map(([path, { text }]) => [path, text])),
    checked: read
      .filter(([path, { marks }]) => marks.some(mark => mark.code === code) && !path.includes('.config.'))
      .map(([path]) => path),
  };
}

test('what stops a file from loading and what guards releases is guarded, and nothing else', () => {
  expect(guarded).toContain('undefined-signal');
  expect(guarded).toContain('version-not-bumped');
  expect(guarded).not.toContain('unused-signal');
  for (const { severity, guards } of findingDefinitions) if (guards !== undefined) expect(severity).toBe('error');
});

describe.each(guarded)('%s', code => {
  const { files, checked } = fixture(code);
  const counted = async (path: string, changed: Record<string, string>, level?: (typeof levels)[number]) => {
    const workspace = memoryWorkspace({ ...files, ...changed });
    const options = fixtureOptionsFor(code, level === undefined ? {} : { [code]: level });
    const { findings } = await createQueries(workspace, options).findings(workspace.uri(path));
    return findings.filter(finding => finding.code === code && finding.severity === 'error').length;
  };
  const unchanged = new Map<string, Promise<number>>();
  /** The number of errors if nothing asks for another severity. */
  const expected = (path: string): Promise<number> => {
    const count = unchanged.get(path) ?? counted(path, {});
    unchanged.set(path, count);
    return count;
  };

  it.each(levels)('stays an error where the editor asks for %s', async level => {
    expect(checked.length).toBeGreaterThan(0);
    for (const path of checked) expect(await counted(path, {}, level), path).toBe(await expected(path));
  });

  it.each(levels)('stays an error where handrail.config.yaml asks for %s', async level => {
    for (const path of checked) {
      const changed = { 'handrail.config.yaml': `severity: { ${code}: ${level} }\n` };
      expect(await counted(path, changed), path).toBe(await expected(path));
    }
  });

  it('stays where a comment with a reason asks to suppress it', async () => {
    for (const path of checked.filter(each => !each.endsWith('.json'))) {
      const changed = { [path]: `# handrail-disable-file ${code} -- known since March\n${files[path] ?? ''}` };
      expect(await counted(path, changed), path).toBe(await expected(path));
    }
  });
});

const text = `escalation: 1
name: x
version: 1.0.0
signals: { confidence: { type: number } }
rules:
  - id: weak
    # handrail-disable-next-line undefined-signal, unused-signal -- comes with the next release
    when: confidnce < 0.5
    decide: pause
default: { decide: continue }
`;

test('the comment that asks for it is reported, with a fix that takes the code out', async () => {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
  const { findings } = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
  const [about] = findings.filter(
    ({ code, message }) => code === 'unused-suppression' && /undefined-signal/.test(message),
  );
  expect(about?.message).toBe(
    '`undefined-signal` cannot be suppressed: a rule set with it cannot decide. Fix it, and remove the code from this comment.',
  );
  expect(about?.fixes.map(({ title }) => title)).toEqual(['Remove undefined-signal']);
});

test('the entry of handrail.config.yaml that asks for it is reported', async () => {
  const workspace = memoryWorkspace({
    'handrail.config.yaml': 'severity:\n  undefined-signal: off\n  unsound-rollback: hint\n  schema: error\n',
  });
  const { findings } = await createQueries(workspace).findings(workspace.uri('handrail.config.yaml'));
  expect(findings.map(({ code, range, message }) => [code, range.start.line, message])).toEqual([
    ['schema', 1, 'This finding is always an error: a rule set with it cannot decide. Remove this entry.'],
    ['schema', 2, 'This finding is always an error: it guards releases. Remove this entry.'],
  ]);
});

test('a placeholder is no reason', async () => {
  const reasons = ['say why', 'Say why.', 'why', 'TODO', 'reason'];
  for (const reason of reasons) {
    const suppressed = `escalation: 1\nname: x\nversion: 1.0.0\n# handrail-disable-next-line unused-signal -- ${reason}\nsignals: { a: { type: number } }\nrules: [{ id: r, when: true, decide: stop }]\n`;
    const workspace = memoryWorkspace({ 'a.escalation.yaml': suppressed });
    const { findings } = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
    expect(findings.map(({ code }) => code).sort(), reason).toEqual(['unused-signal', 'unused-suppression']);
  }
});
