import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import type { Json } from '../../engine/model/json.ts';
import type { DecisionChange } from '../decisions.ts';
import type { HistoryVersion } from '../versions/history.ts';
import { beforeText, decisionReport, versionLines, versionReport } from './decisions.ts';
import { counted } from './numbers.ts';
import { painter } from './paint.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

/** The decision on one input in a series of versions. */
export interface BlamedLine {
  /** Commits of git, or releases. */
  of: 'commits' | 'releases';
  versions: readonly HistoryVersion[];
  changes: readonly DecisionChange[];
}

export interface BlameReport {
  ruleSet: string;
  /** Path of the rule file. */
  file: string;
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
  lines: readonly BlamedLine[];
}

export type BlameFormat = (report: BlameReport, context: { color: boolean }) => Printed;

const text: BlameFormat = ({ ruleSet, file, input, at, lines }, { color }) => {
  const paint = painter(color);
  const head = [
    `${paint('bold', ruleSet)}  ${paint('dim', file)}`,
    `${JSON.stringify(input)} as of ${formatTimestamp(at)}`,
  ];
  const parts = lines.flatMap(({ of, versions, changes }) => {
    const broken = versions.filter(({ decision }) => decision === 'unsound');
    const changed = changes.length === 1 ? 'no decision change' : counted(changes.length - 1, 'decision change');
    const unchanged = versions.length - broken.length - changes.length;
    const notShown = unchanged === 0 ? '' : `; ${counted(unchanged, 'unchanged version')} not shown`;
    return [
      '',
      paint('bold', of === 'commits' ? 'Commits' : 'Releases'),
      ...changes.flatMap(each => [
        ...versionLines(each, paint),
        ...(each.before.length > 0 ? [`            ${paint('dim', `was ${beforeText(each)}`)}`] : []),
      ]),
      '',
      `${counted(versions.length, 'version')}, ${changed}${broken.length === 0 ? '' : `; with errors: ${broken.map(each => each.name).join(', ')}`}${notShown}`,
    ];
  });
  return forPeople([...head, ...parts]);
};

/** Matches `schemas/blame-report.schema.json`. */
const json: BlameFormat = ({ ruleSet, file, input, at, lines }) => {
  const report = {
    ruleSet,
    file,
    input,
    at: formatTimestamp(at),
    lines: lines.map(({ of, versions, changes }) => ({
      of,
      versions: versions.length,
      changes: changes.map(each => ({
        ...versionReport(each),
        before: each.before.map(({ decision }) => decisionReport(decision)),
        decision: decisionReport(each.decision),
      })),
      unreadable: versions.filter(({ decision }) => decision === 'unsound').map(versionReport),
    })),
  };
  return asJson(report);
};

export const blameFormats = { text, json } as const;
