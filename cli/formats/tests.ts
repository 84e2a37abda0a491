import type { Mismatch, SampleResult } from '../../engine/study/run-sample.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import type { Range } from '../../language/location.ts';
import { annotation, escapeMarkdown, escapeXml } from './escapes.ts';
import { painter } from './paint.ts';

/** What became of one sample. `error`: it could not be run. `unchecked`: it ran, and expects nothing. */
export type Verdict = 'passed' | 'failed' | 'unchecked' | 'error';

export interface CaseResult {
  name: string;
  verdict: Verdict;
  range: Range;
  result: SampleResult | null;
}

export interface FileResult {
  uri: string;
  ruleset: { name: string; version: string; digest: string } | null;
  /** Why the file's cases could not be run; null where they were. */
  error: string | null;
  cases: CaseResult[];
}

export interface TestsContext {
  show(uri: string): string;
  color: boolean;
}

export type TestsFormat = (files: readonly FileResult[], context: TestsContext) => string;

export function countVerdicts(files: readonly FileResult[]): Record<Verdict, number> {
  const counts = { passed: 0, failed: 0, unchecked: 0, error: 0 };
  for (const { cases, error } of files) {
    if (error !== null && cases.length === 0) counts.error++;
    for (const { verdict } of cases) counts[verdict]++;
  }
  return counts;
}

const marks: Record<Verdict, string> = { passed: '✓', failed: '✗', unchecked: '·', error: '!' };
const colours = { passed: 'green', failed: 'red', unchecked: 'dim', error: 'red' } as const;

const text: TestsFormat = (files, { show, color }) => {
  const paint = painter(color);
  const lines = files.flatMap(({ uri, ruleset, error, cases }) => [
    paint('bold', `${show(uri)}${ruleset ? ` (${ruleset.name} ${ruleset.version})` : ''}`),
    ...(error === null ? [] : [`  ${paint('red', error)}`]),
    ...cases.flatMap(each => [
      `  ${paint(colours[each.verdict], marks[each.verdict])} ${each.name}`,
      ...reasonsOf(each).map(reason => `      ${reason}`),
    ]),
  ]);
  return [...lines, summary(files), ''].join('\n');
};

function summary(files: readonly FileResult[]): string {
  const { passed, failed, unchecked, error } = countVerdicts(files);
  const parts = [`${passed} passed`, `${failed} failed`];
  if (error > 0) parts.push(`${error} could not be run`);
  if (unchecked > 0) parts.push(`${unchecked} expect nothing`);
  return parts.join(', ');
}

/** Why a case failed, a line for each expectation that was not met; then what decided instead. */
function reasonsOf({ verdict, result }: CaseResult): string[] {
  if (verdict !== 'failed' || !result) return [];
  const { record } = result;
  const steps = result.handoff.flatMap((step, index) =>
    step.mismatches.map(each => `handoff step ${index + 1} (${step.at}): ${mismatch(each)}`),
  );
  const decided = `decided: ${record.decision}${record.to === null ? '' : ` → ${record.to}`} by ${record.rule ? ruleName(record.rule) : 'default'}`;
  return [...result.mismatches.map(mismatch), ...steps, ...(result.mismatches.length > 0 ? [decided] : [])];
}

function mismatch({ key, expected, actual }: Mismatch): string {
  return `${key}: expected ${JSON.stringify(expected)}, was ${JSON.stringify(actual)}`;
}

/** The shape of `schemas/test-report.schema.json`. */
const json: TestsFormat = (files, { show }) => {
  const report = {
    files: files.map(({ uri, ruleset, error, cases }) => ({
      file: show(uri),
      ruleset,
      error,
      cases: cases.map(({ name, verdict, range, result }) => ({
        name,
        verdict,
        range,
        mismatches: result?.mismatches ?? [],
        handoff: result?.handoff ?? [],
        record: result?.record ?? null,
      })),
    })),
    summary: countVerdicts(files),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
};

/** JUnit's XML as its readers (Jenkins, GitLab, GitHub actions) expect it: a suite a file, a case a sample. */
const junit: TestsFormat = (files, { show }) => {
  const suites = files.map(({ uri, error, cases }) => {
    const attribute = (value: string) => `"${escapeXml(value)}"`;
    const of = (verdict: Verdict) => cases.filter(each => each.verdict === verdict).length;
    const whole =
      error !== null && cases.length === 0
        ? [testcase(show(uri), show(uri), `<error message=${attribute(error)}/>`)]
        : [];
    const each = cases.map(result => {
      const reasons = reasonsOf(result);
      const failure = `<failure message=${attribute(reasons[0] ?? '')}>${escapeXml(reasons.join('\n'))}</failure>`;
      const body = {
        passed: '',
        failed: failure,
        unchecked: '<skipped message="expects nothing"/>',
        error: `<error message=${attribute(error ?? '')}/>`,
      };
      return testcase(show(uri), result.name, body[result.verdict]);
    });
    const head = `tests="${cases.length + whole.length}" failures="${of('failed')}" errors="${of('error') + whole.length}" skipped="${of('unchecked')}"`;
    return `  <testsuite name=${attribute(show(uri))} ${head}>\n${[...whole, ...each].join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="handrail">\n${suites.join('')}</testsuites>\n`;
};

function testcase(suite: string, name: string, body: string): string {
  const head = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  return body === '' ? `${head}/>\n` : `${head}>${body}</testcase>\n`;
}

const github: TestsFormat = (files, { show }) =>
  files
    .flatMap(({ uri, error, cases }) => [
      ...(error === null
        ? []
        : [annotation('error', error, { file: show(uri), line: 1, title: 'Samples cannot be run' })]),
      ...cases
        .filter(({ verdict }) => verdict === 'failed')
        .map(each =>
          annotation('error', reasonsOf(each).join('\n'), {
            file: show(uri),
            line: each.range.start.line + 1,
            title: each.name,
          }),
        ),
    ])
    .join('');

const markdown: TestsFormat = (files, { show }) => {
  const failures = files.flatMap(({ uri, error, cases }) => [
    ...(error === null ? [] : [`| ${escapeMarkdown(show(uri))} | | ${escapeMarkdown(error)} |`]),
    ...cases
      .filter(({ verdict }) => verdict === 'failed')
      .map(
        each =>
          `| ${escapeMarkdown(show(uri))} | ${escapeMarkdown(each.name)} | ${escapeMarkdown(reasonsOf(each).join('; '))} |`,
      ),
  ]);
  const table = failures.length > 0 ? ['', '| file | sample | why |', '|---|---|---|', ...failures] : [];
  return [`**${summary(files)}**`, ...table, ''].join('\n');
};

export const testFormats = { text, json, junit, github, markdown } as const;
