import { describe, expect, it } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { suppressions } from '../features/code-actions.ts';
import { withMerged } from './merge.ts';
import { noConfiguration, type Configuration } from './configuration.ts';

const unused = `escalation: 1
name: a
version: 1.0.0
signals:
  spare: { type: number }
rules:
  - { id: r, when: true, decide: stop }
`;

async function severities(
  files: Record<string, string>,
  path: string,
  configuration: Configuration = noConfiguration,
): Promise<string[]> {
  const workspace = memoryWorkspace(files);
  const { findings } = await createQueries(workspace, { settings: () => configuration }).findings(workspace.uri(path));
  return findings.map(finding => `${finding.severity} ${finding.code}`);
}

describe('configured severities', () => {
  it('come from the nearest handrail.config.yaml', async () => {
    const files = {
      'rules/deep/a.escalation.yaml': unused,
      'rules/a.escalation.yaml': unused,
      'a.escalation.yaml': unused,
      'rules/handrail.config.yaml': 'severity: { unused-signal: error }',
      'handrail.config.yaml': 'severity: { unused-signal: off }',
    };
    expect(await severities(files, 'rules/deep/a.escalation.yaml')).toEqual(['error unused-signal']);
    expect(await severities(files, 'rules/a.escalation.yaml')).toEqual(['error unused-signal']);
    expect(await severities(files, 'a.escalation.yaml')).toEqual([]);
  });

  it('come from the editor where the file says nothing', async () => {
    const files = { 'a.escalation.yaml': unused, 'handrail.config.yaml': 'severity: { unused-threshold: off }' };
    expect(await severities(files, 'a.escalation.yaml', { severity: { 'unused-signal': 'information' } })).toEqual([
      'information unused-signal',
    ]);
    const decided = { ...files, 'handrail.config.yaml': 'severity: { unused-signal: warning }' };
    expect(await severities(decided, 'a.escalation.yaml', { severity: { 'unused-signal': 'off' } })).toEqual([
      'warning unused-signal',
    ]);
  });

  it('that are wrong have no effect', async () => {
    const files = {
      'a.escalation.yaml': unused,
      'handrail.config.yaml': 'severity: { unused-signal: never, schema: 3 }',
    };
    expect(await severities(files, 'a.escalation.yaml')).toEqual(['hint unused-signal']);
    expect(await severities(files, 'handrail.config.yaml')).toEqual(['error schema', 'error schema']);
  });

  it('do not let a broken rule set decide', async () => {
    const workspace = memoryWorkspace({
      'a.escalation.yaml': `# handrail-disable-file undefined-signal -- not yet\n${unused.replace('when: true', 'when: x > 1')}`,
    });
    const checked = await createQueries(workspace, {
      settings: () => ({ severity: { 'unused-signal': 'off' } }),
    }).findings(workspace.uri('a.escalation.yaml'));
    expect(checked).toMatchObject({ kind: 'rule-set', valid: false });
    expect(checked.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning unused-suppression',
      'error undefined-signal',
    ]);
  });

  it('a suppression of what is off is not called unused', async () => {
    const files = {
      'a.escalation.yaml': unused.replace('  spare', '  # handrail-disable-next-line unused-signal -- soon\n  spare'),
    };
    expect(await severities(files, 'a.escalation.yaml', { severity: { 'unused-signal': 'off' } })).toEqual([]);
  });
});

async function codesIn(text: string): Promise<string[]> {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
  const { findings } = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
  return findings
    .flatMap(withMerged)
    .map(({ code }) => code)
    .sort();
}

describe('the fix that suppresses', () => {
  it.each([
    ['of an entry', unused],
    [
      'inside of a text over several lines',
      unused
        .replace('type: number', 'type: number, maximum: 5')
        .replace(/ {2}- .*/, '  - id: r\n    when: >-\n      spare < 2 ||\n      spare > 7\n    decide: stop'),
    ],
    ['in the first line', 'signals: { spare: { type: number } }\nescalation: 1\nname: a\nversion: 1.0.0\nrules: []\n'],
    ['in a list in brackets', unused.replace('[', '[\n').replace('spare:', 'spare:\n   ')],
    ['with Windows line ends', unused.replaceAll('\n', '\r\n')],
  ])('%s leaves the finding out, once there is a reason', async (_name, text) => {
    const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
    const checked = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
    const { findings } = checked;
    expect(findings.length).toBeGreaterThan(0);
    for (const { code, range } of findings) {
      const [offered] = suppressions(checked, range, new Set([code]));
      const asked = applyEdits(text, offered?.fix.edits ?? []);
      expect(asked).toContain(`# handrail-disable-next-line ${code} -- say why`);
      expect(asked.replaceAll('\r\n', '').includes('\n')).toBe(!text.includes('\r\n'));
      const codes = findings.flatMap(withMerged).map(each => each.code);
      expect(await codesIn(asked)).toEqual([...codes, 'unused-suppression'].sort());
      const others = codes.filter(each => each !== code).sort();
      expect(await codesIn(asked.replace('say why', 'the producer sends it already'))).toEqual(others);
    }
  });

  it('is not offered in JSON, which has no comments', async () => {
    const workspace = memoryWorkspace({
      'a.escalation.json':
        '{ "escalation": 1, "name": "a", "version": "1.0.0", "signals": { "x": { "type": "number" } }, "rules": [] }',
    });
    const checked = await createQueries(workspace).findings(workspace.uri('a.escalation.json'));
    const everything = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    expect(checked.findings.map(({ code }) => code)).toContain('unused-signal');
    expect(suppressions(checked, everything, null)).toEqual([]);
  });
});

describe('files that are not there', () => {
  it('are told as findings', async () => {
    const workspace = memoryWorkspace({});
    for (const path of ['a.escalation.yaml', 'a.samples.yaml']) {
      const checked = await createQueries(workspace).findings(workspace.uri(path));
      expect(checked).toMatchObject({
        kind: 'unreadable',
        findings: [{ code: 'yaml-syntax', message: expect.stringContaining('cannot be read') as string }],
      });
    }
    expect(await createQueries(workspace).findings(workspace.uri('notes.txt'))).toEqual({
      kind: 'other',
      findings: [],
    });
  });
});
