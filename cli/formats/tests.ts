import { ruleName } from '../../engine/model/rule-set.ts';
import {
  countVerdicts,
  failureLines,
  type CaseRun,
  type Verdict,
  type VerdictCounts,
} from '../../language/samples/case-run.ts';
import { annotation, escapeXml } from './escapes.ts';
import { escapeMarkdown } from '../../report/markdown.ts';
import { painter } from './paint.ts';
import { asJson, encoded, forPeople, joined, type Printed } from '../printed.ts';

export interface FileResult {
  uri: string;
  ruleset: { uri: string; name: string; version: string } | null;
  /** The message of the first error in the file or its rule set; null if there is none. */
  problem: string | null;
  cases: readonly CaseRun[];
}

export interface TestsContext {
  show: (uri: string) => string;
  color: boolean;
}

export type TestsFormat = (files: readonly FileResult[], context: TestsContext) => Printed;

/** The verdicts of all files. A file with a problem and without samples counts as one broken sample. */
export function verdictsOf(files: readonly FileResult[]): VerdictCounts {
  const counts = countVerdicts(files.flatMap(({ cases }) => cases));
  counts.broken += files.filter(({ cases, problem }) => problem !== null && cases.length === 0).length;
  return counts;
}

/** True if every sample passes or expects nothing, and no file has a problem. */
export function allPass(files: readonly FileResult[]): boolean {
  const { failed, broken } = verdictsOf(files);
  return failed + broken === 0 && files.every(({ problem }) => problem === null);
}

const marks: Record<Verdict, string> = { passed: '✓', failed: '✗', unchecked: '·', broken: '!' };
const colours = { passed: 'green', failed: 'red', unchecked: 'dim', broken: 'red' } as const;

const text: TestsFormat = (files, { show, color }) => {
  const paint = painter(color);
  const lines = files.flatMap(({ uri, ruleset, problem, cases }) => [
    paint('bold', `${show(uri)}${ruleset ? ` (${ruleset.name} ${ruleset.version})` : ''}`),
    ...(problem === null ? [] : [`  ${paint('red', problem)}`]),
    ...cases.flatMap(each => [
      `  ${paint(colours[each.verdict], marks[each.verdict])} ${each.name}`,
      ...reasonsOf(each).map(reason => `      ${reason}`),
    ]),
  ]);
  return forPeople([...lines, summary(files)]);
};

function summary(files: readonly FileResult[]): string {
  const { passed, failed, unchecked, broken } = verdictsOf(files);
  const parts = [`${passed} passed`, `${failed} failed`];
  if (broken > 0) parts.push(`${broken} could not be run`);
  if (unchecked > 0) parts.push(`${unchecked} expect nothing`);
  return parts.join(', ');
}

/** The reasons why a case failed: a line for each unmet expectation, then the actual decision. Empty if it did not fail. */
function reasonsOf({ verdict, result }: CaseRun): string[] {
  if (verdict !== 'failed' || !result) return [];
  const { record } = result;
  const decided = `decided: ${record.decision}${record.to === null ? '' : ` → ${record.to}`} by ${record.rule ? ruleName(record.rule) : 'default'}`;
  return [...failureLines(result), ...(result.mismatches.length > 0 ? [decided] : [])];
}

/** Matches `schemas/test-report.schema.json`. */
const json: TestsFormat = (files, { show }) => {
  const samples = files.flatMap(({ uri, ruleset, problem, cases }) =>
    cases.map(each => ({
      name: each.name,
      file: show(uri),
      ruleset: ruleset && show(ruleset.uri),
      range: each.range,
      verdict: each.verdict,
      message: each.verdict === 'broken' ? problem : each.verdict === 'failed' ? reasonsOf(each).join('; ') : null,
      record: each.result?.record ?? null,
      mismatches: each.result?.mismatches ?? [],
      handoff: each.result?.handoff ?? [],
    })),
  );
  const problems = files.flatMap(({ uri, problem }) =>
    problem === null ? [] : [{ file: show(uri), message: problem }],
  );
  return asJson({ samples, problems, summary: { files: files.length, ...verdictsOf(files) } });
};

/** JUnit XML as Jenkins, GitLab and GitHub actions read it: a test suite for each file, a test case for each sample. */
const junit: TestsFormat = (files, { show }) => {
  const suites = files.map(({ uri, problem, cases }) => {
    const attribute = (value: string) => `"${escapeXml(value)}"`;
    const of = (verdict: Verdict) => cases.filter(each => each.verdict === verdict).length;
    const why = `<error message=${attribute(problem ?? 'it could not be run')}/>`;
    const whole = problem !== null && cases.length === 0 ? [testcase(show(uri), show(uri), why)] : [];
    const each = cases.map(result => {
      const reasons = reasonsOf(result);
      const failure = `<failure message=${attribute(reasons[0] ?? '')}>${escapeXml(reasons.join('\n'))}</failure>`;
      const body = {
        passed: '',
        failed: failure,
        unchecked: '<skipped message="expects nothing"/>',
        broken: why,
      };
      return testcase(show(uri), result.name, body[result.verdict]);
    });
    const head = `tests="${cases.length + whole.length}" failures="${of('failed')}" errors="${of('broken') + whole.length}" skipped="${of('unchecked')}"`;
    return `  <testsuite name=${attribute(show(uri))} ${head}>\n${[...whole, ...each].join('')}  </testsuite>\n`;
  });
  return encoded(
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="handrail">\n${suites.join('')}</testsuites>\n`,
  );
};

function testcase(suite: string, name: string, body: string): string {
  const head = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  return body === '' ? `${head}/>\n` : `${head}>${body}</testcase>\n`;
}

const github: TestsFormat = (files, { show }) =>
  joined(
    files.flatMap(({ uri, problem, cases }) => [
      ...(problem === null
        ? []
        : [annotation('error', problem, { file: show(uri), line: 1, title: 'Samples cannot be run' })]),
      ...cases
        .filter(({ verdict }) => verdict === 'failed')
        .map(each =>
          annotation('error', reasonsOf(each).join('\n'), {
            file: show(uri),
            line: each.range.start.line + 1,
            title: each.name,
          }),
        ),
    ]),
  );

const markdown: TestsFormat = (files, { show }) => {
  const failures = files.flatMap(({ uri, problem, cases }) => [
    ...(problem === null ? [] : [`| ${escapeMarkdown(show(uri))} | | ${escapeMarkdown(problem)} |`]),
    ...cases
      .filter(({ verdict }) => verdict === 'failed')
      .map(
        each =>
          `| ${escapeMarkdown(show(uri))} | ${escapeMarkdown(each.name)} | ${escapeMarkdown(reasonsOf(each).join('; '))} |`,
      ),
  ]);
  const table = failures.length > 0 ? ['', '| file | sample | why |', '|---|---|---|', ...failures] : [];
  return forPeople([`**${summary(files)}**`, ...table]);
};

export const testFormats = { text, json, junit, github, markdown } as const;
