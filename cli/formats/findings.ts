import { findingDefinitions } from '../../language/findings/index.ts';
import { relatedPlaces } from '../../language/findings/merge.ts';
import { findingSeverities, type Finding, type FindingSeverity } from '../../language/findings/finding.ts';
import { verdictsInWords, type VerdictCounts } from '../../language/samples/case-run.ts';
import { annotation } from './escapes.ts';
import { escapeMarkdown } from '../../report/markdown.ts';
import { painter } from './paint.ts';
import { sarifLog, type SarifLevel, type SarifRule } from './sarif.ts';
import { tryCommand, withGrants } from './witness.ts';
import { asJson, forPeople, joined, type Printed } from '../printed.ts';

export interface CheckFailure {
  uri: string;
  message: string;
}

export interface FindingsContext {
  /** The number of checked files. */
  files: number;
  /** The samples that were run, by verdict; null if samples were not to be run. */
  samples: VerdictCounts | null;
  /** Files that could not be checked, or not in full, because of an internal error. */
  failures: readonly CheckFailure[];
  show: (uri: string) => string;
  color: boolean;
}

export type FindingsFormat = (findings: readonly Finding[], context: FindingsContext) => Printed;

const colours = { error: 'red', warning: 'yellow', information: 'blue', hint: 'dim' } as const satisfies Record<
  FindingSeverity,
  string
>;

/** A finding with its related places, assumptions and witness, a line each. */
export function findingLines(finding: Finding, { show, color }: Pick<FindingsContext, 'show' | 'color'>): string[] {
  const paint = painter(color);
  const place = (uri: string, { start }: Finding['range']) => `${show(uri)}:${start.line + 1}:${start.character + 1}`;
  const { uri, range, severity, code, message, assumptions, witness } = finding;
  return [
    `${place(uri, range)} ${paint(colours[severity], severity)} ${paint('bold', code)}: ${message}`,
    ...relatedPlaces(finding).map(each => `    ${paint('dim', place(each.uri, each.range))} ${each.message}`),
    ...assumptions.map(each => `    ${paint('dim', 'assumes')} ${each}`),
    ...(witness === null
      ? []
      : [
          `    ${paint('dim', 'witness')} ${JSON.stringify(witness.input)}${withGrants(witness.grants)}`,
          `    ${paint('dim', 'try it')}  ${tryCommand(show(uri), witness)}`,
        ]),
  ];
}

const text: FindingsFormat = (findings, context) => forPeople(textLines(findings, context));

/** The lines of the format `text`. */
export function textLines(
  findings: readonly Finding[],
  { files, samples, failures, show, color }: FindingsContext,
): string[] {
  const lines = findings.flatMap(finding => findingLines(finding, { show, color }));
  const counts: [number, string][] = [
    [failures.length, 'internal error'],
    ...findingSeverities.map((severity): [number, string] => [countOf(findings, severity), severity]),
  ];
  const total = counts.flatMap(([count, what]) =>
    count === 0 ? [] : [`${count} ${what}${count === 1 || what === 'information' ? '' : 's'}`],
  );
  const summary = `${files} ${files === 1 ? 'file' : 'files'} checked: ${total.length > 0 ? total.join(', ') : 'clean'}`;
  return [...lines, summary, ...(samples === null ? [] : [verdictsInWords(samples)])];
}

/** A finding in a JSON report. */
export function findingReport(finding: Finding, show: FindingsContext['show']): object {
  const { code, severity, message, uri, range, rule, related, witness, assumptions, merged } = finding;
  return {
    code,
    severity,
    message,
    file: show(uri),
    range,
    rule,
    related: related.map(each => ({ message: each.message, file: show(each.uri), range: each.range, rule: each.rule })),
    witness,
    assumptions,
    merged: merged.map(each => findingReport(each, show)),
  };
}

/** Matches `schemas/check-report.schema.json`. */
const json: FindingsFormat = (findings, { files, samples, failures, show }) => {
  const report = {
    findings: findings.map(finding => findingReport(finding, show)),
    summary: { files, ...summaryOf(findings) },
    ...(samples === null ? {} : { samples }),
    ...(failures.length === 0 ? {} : { failures: failures.map(({ uri, message }) => ({ file: show(uri), message })) }),
  };
  return asJson(report);
};

const sarifLevels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const satisfies Record<
  FindingSeverity,
  SarifLevel
>;

const sarif: FindingsFormat = (findings, { failures, show }) => {
  const rules = findingDefinitions.map(({ code, title, summary, severity }): SarifRule => ({
    id: code,
    title,
    summary,
    page: `docs/findings/${code}.md`,
    level: sarifLevels[severity],
  }));
  return sarifLog(
    rules,
    findings.map(finding => ({
      rule: finding.code,
      level: sarifLevels[finding.severity],
      message: finding.message,
      place: { file: show(finding.uri), range: finding.range },
      related: relatedPlaces(finding).map(each => ({ message: each.message, file: show(each.uri), range: each.range })),
      properties: propertiesOf(finding),
    })),
    failures.map(({ uri, message }) => ({ file: show(uri), message })),
  );
};

/** The parts of a finding that SARIF has no property for, as a property bag; null if there are none. */
function propertiesOf({
  rule,
  witness,
  assumptions,
}: Pick<Finding, 'rule' | 'witness' | 'assumptions'>): object | null {
  return rule === null && witness === null && assumptions.length === 0 ? null : { rule, witness, assumptions };
}

const annotationLevels = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Workflow commands that GitHub shows as annotations on the lines of a pull request. */
const github: FindingsFormat = (findings, { failures, show }) =>
  joined([
    ...failures.map(({ uri, message }) => annotation('error', message, { file: show(uri), title: 'internal error' })),
    ...findings.map(({ severity, uri, range: { start, end }, code, message, witness }) =>
      annotation(annotationLevels[severity], `${message}${witnessLine(witness)}`, {
        file: show(uri),
        line: start.line + 1,
        endLine: end.line + 1,
        ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
        title: code,
      }),
    ),
  ]);

function witnessLine(witness: Finding['witness']): string {
  if (witness === null) return '';
  return `\nWitness: ${JSON.stringify(witness.input)}${withGrants(witness.grants)}${witness.at === null ? '' : ` at ${witness.at}`}`;
}

const markdown: FindingsFormat = (findings, { files, samples, failures, show }) => {
  const ran = samples === null ? [] : ['', `${verdictsInWords(samples)}.`];
  const failed = failures.flatMap(({ uri, message }) => [
    `**${escapeMarkdown(show(uri))} could not be checked in full.** ${escapeMarkdown(message)}`,
    '',
  ]);
  if (findings.length === 0) {
    const summary = `${files} ${files === 1 ? 'file' : 'files'} checked: ${failures.length === 0 ? 'clean' : 'no findings'}.`;
    return forPeople([...failed, `**${summary}**`, ...ran]);
  }
  const rows = findings.map(({ severity, code, message, uri, range: { start }, witness }) => {
    const shown = witness === null ? '' : `<br>Witness: ${escapeMarkdown(`\`${JSON.stringify(witness.input)}\``)}`;
    return `| ${severity} | \`${code}\` | ${escapeMarkdown(`${show(uri)}:${start.line + 1}`)} | ${escapeMarkdown(message)}${shown} |`;
  });
  return forPeople([...failed, '| severity | code | place | what happens |', '|---|---|---|---|', ...rows, ...ran]);
};

export const findingFormats = { text, json, sarif, github, markdown } as const;

function countOf(findings: readonly Finding[], severity: FindingSeverity): number {
  return findings.filter(finding => finding.severity === severity).length;
}

function summaryOf(findings: readonly Finding[]): Record<string, number> {
  return {
    errors: countOf(findings, 'error'),
    warnings: countOf(findings, 'warning'),
    information: countOf(findings, 'information'),
    hints: countOf(findings, 'hint'),
  };
}
