import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../engine/model/json.ts';
import { fixture, handrail } from '../../testing/command-line.ts';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { changedFiles, exampleFiles, reviews, type ExpectedEdit } from '../../testing/repositories/reviews.ts';

interface ReportedEdit {
  id: string;
  what: string;
  before: Json;
  after: Json;
  where: { file: string; line: number; version: 'base' | 'head' };
  class: string;
  regions: string[];
  consequences: number[];
}

interface ReportedRuleSet {
  file: string;
  equivalent: boolean;
  complete: boolean;
  edits: ReportedEdit[];
  regions: { id: string; together?: string[]; causeProved: boolean }[];
  consequences: unknown[];
}

const files = exampleFiles();
let repository: TestRepository;
beforeAll(() => {
  repository = createRepository();
  repository.commit({ files, by: 'Ann', at: '2026-03-01T00:00:00Z', subject: 'Add the examples' });
});
afterAll(() => repository.remove());

const schema = readFileSync(fixture('../../schemas/diff-report.schema.json'), 'utf8');
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(schema) as object);

test.each(reviews())('$name: each edit as a reviewer wants to read it', async review => {
  const changed = changedFiles(review, files);
  repository.write(changed);
  const args = ['diff', 'HEAD', '--format', 'json', '--at', '2026-05-01T00:00:00Z'];
  const { stdout, stderr, code } = await handrail(args, { cwd: repository.folder });
  repository.write(Object.fromEntries(Object.keys(changed).map(file => [file, files[file] ?? ''])));

  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const report = JSON.parse(stdout) as { ruleSets: ReportedRuleSet[] };
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  const found = report.ruleSets.map(({ file, edits }) => [file, edits.map(edit => asExpected(edit, file, changed))]);
  expect(Object.fromEntries(found)).toEqual(review.ruleSets);
  for (const { edits, regions, equivalent, complete, consequences } of report.ruleSets) {
    expect(complete && regions.every(({ causeProved }) => causeProved)).toBe(true);
    expect(equivalent).toBe(edits.every(each => each.regions.length === 0));
    expect(edits.flatMap(each => each.consequences).sort((a, b) => a - b)).toEqual(consequences.map((_, at) => at));
    const named = new Set(edits.flatMap(each => each.regions));
    expect(regions.map(({ id }) => id).filter(id => !named.has(id))).toEqual([]);
    for (const { id, together = [] } of regions)
      expect(edits.filter(each => together.includes(each.id)).every(each => each.regions.includes(id))).toBe(true);
  }

  /** A reported edit in the form of the expected one, of which the beginning of the line is enough. */
  function asExpected(
    { what, before, after, class: kind, regions, where }: ReportedEdit,
    ruleSet: string,
    texts: Record<string, string>,
  ): ExpectedEdit {
    const text = (where.version === 'base' ? files[where.file] : (texts[where.file] ?? files[where.file])) ?? '';
    const line = text.split('\n')[where.line - 1]?.trim() ?? '';
    const { line: start = line } = review.ruleSets[ruleSet]?.find(each => each.what === what) ?? {};
    return {
      what,
      ...(before === null ? {} : { before }),
      ...(after === null ? {} : { after }),
      class: kind as ExpectedEdit['class'],
      regions: regions.length,
      line: line.startsWith(start) ? start : line,
      ...(where.version === 'base' ? { version: 'base' as const } : {}),
      ...(where.file === ruleSet ? {} : { file: where.file }),
    };
  }
});
