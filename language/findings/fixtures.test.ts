import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { fixtureOptionsFor } from '../../testing/check-options.ts';
import { applyEdits, readMarks, type Mark } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import type { Finding } from './finding.ts';

import { findingCodes } from './index.ts';
import { withMerged } from './merge.ts';

const root = join(import.meta.dirname, '../../test/fixtures/findings');
const update = process.env['UPDATE_GOLDENS'] === '1';

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

const where = ({ start, end }: Finding['range']) =>
  `${start.line + 1}:${start.character}-${end.line + 1}:${end.character}`;

function meets(finding: Pick<Finding, 'message'>, mark: Mark): boolean {
  if (mark.message === null) return true;
  return mark.message.endsWith('…')
    ? finding.message.startsWith(mark.message.slice(0, -1))
    : finding.message === mark.message;
}

/** Expectation and finding in one line each, so that a difference shows what is wrong. */
function compare(findings: readonly Finding[], marks: readonly Mark[]): { expected: string[]; found: string[] } {
  const own = marks.filter(mark => !mark.related);
  const line = (code: string, range: Finding['range'], message: string) => `${where(range)} ${code}: ${message}`;
  const found = findings.map(finding => {
    const mark = own.find(
      each => each.code === finding.code && where(each.range) === where(finding.range) && meets(finding, each),
    );
    return line(finding.code, finding.range, mark?.message ?? finding.message);
  });
  const expected = own.map(mark => {
    const finding = findings.find(each => each.code === mark.code && where(each.range) === where(mark.range));
    return line(mark.code, mark.range, mark.message ?? finding?.message ?? '');
  });
  return { expected: expected.sort(), found: found.sort() };
}

describe.each(findingCodes)('%s', code => {
  const folder = join(root, code);
  const paths = existsSync(folder) ? filesIn(folder) : [];
  const texts = Object.fromEntries(
    paths
      .filter(path => !path.includes('.golden.'))
      // Git takes no file of the name that marks a repository.
      .map(path => [relative(folder, path).replace(/\bdot-git$/, '.git'), readMarks(readFileSync(path, 'utf8'))]),
  );
  const workspace = memoryWorkspace(Object.fromEntries(Object.entries(texts).map(([path, { text }]) => [path, text])));
  const checked = Object.keys(texts).filter(path => /\.(escalation|samples|config)\.(ya?ml|json)$/.test(path));

  it('has a fixture that shows it', () => {
    expect(checked.some(path => texts[path]?.marks.some(mark => mark.code === code))).toBe(true);
  });

  it.each(checked)('%s', async path => {
    const { marks = [] } = texts[path] ?? {};
    const { findings } = await createQueries(workspace, fixtureOptionsFor(code)).findings(workspace.uri(path));
    const { expected, found } = compare(findings, marks);
    expect(found).toEqual(expected);
    // What conditions can tell apart says nothing about how often an input comes.
    for (const { message, related } of findings.flatMap(withMerged))
      for (const text of [message, ...related.map(place => place.message)])
        expect(text).not.toMatch(/\d ?%|\bcombinations?\b/);
    for (const mark of marks.filter(each => each.related)) {
      const places = findings.filter(each => each.code === mark.code).flatMap(each => each.related);
      const shown = places.map(place => `${where(place.range)} ${place.message}`);
      expect(
        places.some(place => where(place.range) === where(mark.range) && meets(place, mark)),
        `${where(mark.range)} ${mark.message ?? ''} in ${JSON.stringify(shown)}`,
      ).toBe(true);
    }
  });

  it.each(checked.filter(path => texts[path]?.marks.some(mark => mark.code === code)))('fixes of %s', async path => {
    const { findings } = await createQueries(workspace, fixtureOptionsFor(code)).findings(workspace.uri(path));
    const all = findings
      .filter(finding => finding.code === code)
      .flatMap(finding => finding.fixes.filter(fix => !fix.title.startsWith('Suppress ')).slice(0, 1))
      .flatMap(fix => fix.edits)
      .filter(edit => edit.uri === workspace.uri(path));
    // Several findings may have the same fix.
    const edits = [...new Map(all.map(edit => [JSON.stringify(edit), edit])).values()];
    const golden = join(folder, path.replace(/\.(ya?ml|json)$/, '.fix.golden.$1'));
    if (edits.length === 0) {
      expect(existsSync(golden), `${golden} is there, but there is no fix`).toBe(false);
      return;
    }
    const fixed = applyEdits(texts[path]?.text ?? '', edits);
    if (update) writeFileSync(golden, fixed);
    expect(existsSync(golden), `run with UPDATE_GOLDENS=1 to write ${golden}`).toBe(true);
    expect(fixed).toBe(readFileSync(golden, 'utf8'));
  });
});
