import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { comparePositions, contains, type Position, type Range } from '../location.ts';
import { analysisFixes } from '../fixes/analysis-fixes.ts';
import { findingsAt, quickFixes } from './code-actions.ts';
import { simulateLenses } from './code-lenses.ts';
import { analysisLenses } from './witnesses.ts';
import { complete } from './completion/complete.ts';
import { definitionAt } from './definition.ts';
import { documentLinks } from './document-links.ts';
import { documentSymbols } from './document-symbols.ts';
import { foldingRanges } from './folding-ranges.ts';
import { hoverAt } from './hover/hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { subjectAt } from './projects.ts';
import { highlightsAt, referencesAt } from './references.ts';
import { prepareRename, renameAt } from './rename.ts';
import { selectionRanges } from './selection-ranges.ts';
import { cases } from '../../testing/random/random-cases.ts';

const read = (path: string) =>
  readFileSync(resolve(import.meta.dirname, '../../examples', path), 'utf8').slice(0, 6_000);
const ruleFile = read('customer-support/customer-support.escalation.yaml');
const sampleFile = read('customer-support/customer-support.samples.yaml');

/** Pieces that break documents in different ways. */
const piece = fc.constantFrom(
  '"',
  "'",
  ':',
  '- ',
  '\n',
  '\n\n  ',
  '\t',
  '{',
  '}',
  '[',
  ']',
  '{{',
  '}}',
  '|',
  '>',
  '#',
  '&a ',
  '*a',
  '!x ',
  '.',
  'thresholds.',
  ' == ',
  'rules:',
  '\r\n',
  '\u2028',
  '😀',
  '',
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(60), put: piece });
const damage = (text: string, edits: readonly { at: number; remove: number; put: string }[]) =>
  edits.reduce((now, { at, remove, put }) => {
    const offset = Math.floor(at * now.length);
    return now.slice(0, offset) + put + now.slice(offset + remove);
  }, text);

function inside(range: Range, lines: readonly string[]): void {
  expect(comparePositions(range.start, range.end)).toBeLessThanOrEqual(0);
  expect(range.start.line).toBeGreaterThanOrEqual(0);
  expect(range.end.line).toBeLessThan(lines.length);
  expect(range.end.character).toBeLessThanOrEqual(lines[range.end.line]?.length ?? 0);
}

test('whatever a document says, every feature has an answer with places that exist', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('a.escalation.yaml', 'a.samples.yaml'),
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (path, edits, where) => {
        const texts = {
          'a.escalation.yaml': ruleFile,
          'a.samples.yaml': sampleFile.replace(/^ruleset:.*$/m, 'ruleset: ./a.escalation.yaml'),
        };
        const text = damage(path === 'a.escalation.yaml' ? ruleFile : texts['a.samples.yaml'], edits);
        const workspace = memoryWorkspace({ ...texts, [path]: text });
        const projects = createQueries(workspace);
        const uri = workspace.uri(path);
        const lines = text.split(/\r\n|\n|\r/);
        const line = Math.floor(where * lines.length);
        const position: Position = { line, character: Math.floor(((where * 997) % 1) * (lines[line]?.length ?? 0)) };
        for (const item of await complete(projects, uri, position)) {
          inside(item.range, lines);
          expect(contains(item.range, position), JSON.stringify(item)).toBe(true);
          expect(item.range.start.line).toBe(item.range.end.line);
        }
        const hover = await hoverAt(projects, uri, position);
        if (hover !== null) inside(hover.range, lines);
        for (const link of await definitionAt(projects, uri, position)) inside(link.origin, lines);
        await referencesAt(projects, uri, position, { withDefinition: true });
        for (const each of await highlightsAt(projects, uri, position)) inside(each.range, lines);
        const prepared = await prepareRename(projects, uri, position);
        if (prepared !== null) inside(prepared.range, lines);
        await renameAt(projects, uri, position, 'renamed');
        const subject = await subjectAt(projects, uri);
        if (subject === null) return;
        const document = subject.kind === 'samples' ? subject.samples.document : subject.project.document;
        for (const symbol of documentSymbols(document)) inside(symbol.range, lines);
        for (const fold of foldingRanges(document)) expect(fold.endLine).toBeLessThan(lines.length);
        const project = subject.kind === 'samples' ? null : subject.project;
        selectionRanges(document, position, project).forEach((range, index, all) => {
          inside(range, lines);
          const outer = all[index + 1];
          if (outer !== undefined) expect(contains(outer, range.start) && contains(outer, range.end)).toBe(true);
        });
        for (const link of documentLinks(subject)) inside(link.range, lines);
        for (const lens of simulateLenses(subject)) inside(lens.range, lines);
        for (const hint of inlayHints(subject, { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } }))
          inside({ start: hint.position, end: hint.position }, lines);
        const checked = await projects.findings(uri);
        for (const finding of checked.findings) inside(finding.range, lines);
        if (checked.kind === 'rule-set')
          for (const lens of analysisLenses(checked.project, checked.findings, checked.facts))
            inside(lens.range, lines);
        const here = { start: position, end: position };
        const near = { start: { line: Math.max(0, line - 3), character: 0 }, end: { line: line + 3, character: 0 } };
        const tried = await analysisFixes(projects, checked, findingsAt(checked, near, null), { now: 0 });
        for (const { fix } of tried) for (const { range } of fix.edits) inside(range, lines);
        quickFixes(checked, here, null, tried);
      },
    ),
    { numRuns: cases(8) },
  );
});
