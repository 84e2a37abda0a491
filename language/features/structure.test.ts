import { describe, expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { withCursor } from '../../testing/cursor.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { parseSource } from '../source/document/document.ts';
import { simulateLenses } from './code-lenses.ts';
import { documentLinks } from './document-links.ts';
import { documentSymbols, type DocumentSymbol } from './document-symbols.ts';
import { foldingRanges } from './folding-ranges.ts';
import { inlayHints } from './inlay-hints.ts';
import { subjectAt } from './projects.ts';
import { selectionRanges } from './selection-ranges.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

const ruleSet = `# What this is for,
# in two lines.
escalation: 1
name: refunds
imports: [./common.escalation.yaml]
version: 1.0.0
signals:
  amount: { type: number }
thresholds:
  large: 1000
payloads:
  handoff@1: { schema: ./handoff.schema.json, fields: { amount: amount } }
rules:
  - id: large-refund
    version: 2
    when: |
      amount > thresholds.large &&
        has(amount)
    decide: escalate
    to: support
  - when: true
    decide: continue
`;
const samples =
  'samples: 1\nruleset: ./a.escalation.yaml\ncases:\n  - name: A large refund\n    input: {}\n  - name: Another\n    input: {}\n';
const common = 'escalation: 1\nname: common\nversion: 1.0.0\ntargets:\n  support: { kind: human }\n';

const workspace = memoryWorkspace({
  'a.escalation.yaml': ruleSet,
  'a.samples.yaml': samples,
  'common.escalation.yaml': common,
});
const projects = createQueries(workspace);
const subject = async (path: string) => {
  const found = await subjectAt(projects, workspace.uri(path));
  if (found === null) throw new Error(`There is no ${path}.`);
  return found;
};
const everything = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

describe('outline', () => {
  const tree = (symbols: DocumentSymbol[]): string[] =>
    symbols.flatMap(({ name, detail, children }) => [
      `${name}${detail === '' ? '' : ` (${detail})`}`,
      ...tree(children).map(line => `  ${line}`),
    ]);

  test('of a rule set', () => {
    expect(tree(documentSymbols(parseSource('file:///a.escalation.yaml', ruleSet)))).toEqual([
      'escalation (1)',
      'name (refunds)',
      'imports',
      'version (1.0.0)',
      'signals',
      '  amount (number)',
      'thresholds',
      '  large (1000)',
      'payloads',
      '  handoff@1',
      'rules',
      '  large-refund@2 (escalate → support)',
      '  rule 2 (continue)',
    ]);
  });

  test('of a sample file', () => {
    expect(tree(documentSymbols(parseSource('file:///a.samples.yaml', samples)))).toContain('  A large refund');
  });

  test('every selection lies in its range', () => {
    for (const text of [ruleSet, samples, ruleSet.slice(0, 200), 'rules:\n  - \n  - id:\n']) {
      const check = ({ range, selection, children }: DocumentSymbol): void => {
        expect(selection.start.line).toBeGreaterThanOrEqual(range.start.line);
        expect(selection.end.line).toBeLessThanOrEqual(range.end.line);
        children.forEach(check);
      };
      documentSymbols(parseSource('file:///a.escalation.yaml', text)).forEach(check);
    }
  });

  test('of the workspace, by the letters of a name', async () => {
    const names = async (query: string) =>
      (await workspaceSymbols(projects, query)).map(({ name, container }) => `${name} in ${container}`);
    expect(await names('lgrf')).toEqual(['large-refund@2 in refunds', 'A large refund in refunds']);
    expect(await names('support')).toEqual(['support in common']);
    expect((await names('')).length).toBe(7);
  });
});

test('sections, rules, texts and comments fold', () => {
  const lines = foldingRanges(parseSource('file:///a.escalation.yaml', ruleSet)).map(
    ({ startLine, endLine, comment }) => [startLine, endLine, comment],
  );
  expect(lines).toEqual([
    [0, 1, true],
    [6, 7, false],
    [8, 9, false],
    [10, 11, false],
    [12, 21, false],
    [13, 19, false],
    [15, 17, false],
    [20, 21, false],
  ]);
});

test('a selection grows from the word over clause, condition and rule to the document', async () => {
  const { text, position } = withCursor(ruleSet.replace('thresholds.large &&', 'thresholds.lar‸ge &&'));
  const found = await subject('a.escalation.yaml');
  const project = found.kind === 'rule-set' ? found.project : null;
  const document = parseSource('file:///project/a.escalation.yaml', text);
  const texts = selectionRanges(document, position, project).map(({ start, end }) =>
    text.slice(document.offsetAt(start), document.offsetAt(end)),
  );
  expect(texts[0]).toBe('large');
  expect(texts[1]).toBe('amount > thresholds.large');
  expect(texts[2]).toMatch(/^amount > thresholds\.large &&\n\s+has\(amount\)$/);
  expect(texts.some(each => each.startsWith('when: |'))).toBe(true);
  expect(texts.some(each => each.startsWith('id: large-refund'))).toBe(true);
  expect(texts.at(-1)).toBe(text);
});

test('paths lead to their files', async () => {
  expect(documentLinks(await subject('a.escalation.yaml')).map(({ target }) => target)).toEqual([
    workspace.uri('common.escalation.yaml'),
    workspace.uri('handoff.schema.json'),
  ]);
  expect(documentLinks(await subject('a.samples.yaml')).map(({ target }) => target)).toEqual([
    workspace.uri('a.escalation.yaml'),
  ]);
});

test.each([
  'command:workbench.action.terminal.new',
  'https://example.org/a.escalation.yaml',
  '//example.org/share/a.escalation.yaml',
  '\\\\example.org\\share\\a.escalation.yaml',
  'file://example.org/share/a.escalation.yaml',
])('no path leads to %s', async elsewhere => {
  const path = JSON.stringify(elsewhere);
  const read: string[] = [];
  const files = memoryWorkspace({
    'a.escalation.yaml': `imports: [${path}]\npayloads: { p@1: { schema: ${path}, fields: {} } }\nrules: []\n`,
    'a.samples.yaml': `ruleset: ${path}\n`,
  });
  const projects = createQueries({ ...files, read: uri => (read.push(uri), files.read(uri)) });
  for (const name of ['a.escalation.yaml', 'a.samples.yaml']) {
    const found = await subjectAt(projects, files.uri(name));
    expect(found && documentLinks(found)).toEqual([]);
  }
  expect(read.filter(uri => !uri.startsWith('file:///'))).toEqual([]);
});

test('"Simulate" stands above the rule set, each rule and each sample', async () => {
  const uri = workspace.uri('a.escalation.yaml');
  const shown = async (path: string) =>
    simulateLenses(await subject(path)).map(({ range, ruleSet, rule, sample }) => [
      range.start.line,
      ruleSet,
      rule,
      sample,
    ]);
  expect(await shown('a.escalation.yaml')).toEqual([
    [3, uri, null, null],
    [13, uri, 0, null],
    [20, uri, 1, null],
  ]);
  expect(await shown('a.samples.yaml')).toEqual([
    [3, uri, null, 'A large refund'],
    [5, uri, null, 'Another'],
  ]);
  expect(await shown('common.escalation.yaml')).toEqual([]);
});

test('thresholds show their values', async () => {
  expect(inlayHints(await subject('a.escalation.yaml'), everything)).toMatchObject([
    { position: { line: 16, character: 31 }, label: '= 1000' },
  ]);
});
