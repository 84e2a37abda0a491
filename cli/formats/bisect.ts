import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Expectation } from '../../engine/model/samples.ts';
import type { DecisionChange } from '../decisions.ts';
import type { HistoryVersion } from '../versions/history.ts';
import { beforeText, decisionReport, decisionText, versionLines, versionReport } from './decisions.ts';
import { counted } from './numbers.ts';
import { painter } from './paint.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

/** The versions in which the decision on an input became, or ceased to be, the expected one. */
export interface BisectReport {
  ruleSet: string;
  file: string;
  input: Json;
  expect: Expectation;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
  of: 'commits' | 'releases';
  versions: readonly HistoryVersion[];
  /** `expected`: true if the decision is the expected one from this version on. */
  flips: readonly (DecisionChange & { expected: boolean })[];
}

export type BisectFormat = (report: BisectReport, context: { color: boolean }) => Printed;

const text: BisectFormat = ({ versions, flips, expect, of }, { color }) => {
  const paint = painter(color);
  const first = versions[0];
  const last = versions.at(-1);
  const checked = `Checked ${counted(versions.length, of === 'commits' ? 'version' : 'release')}.`;
  if (flips.length === 0 || first === undefined || last === undefined) {
    const always = versions.map(({ decision }) => decisionText(decision));
    return forPeople([
      `No version changes the decision: ${[...new Set(always)].join('; ')}; expected: ${JSON.stringify(expect)}. ${checked}`,
    ]);
  }
  const blocks = flips.map(each => [
    each.expected ? `${paint('green', 'As expected since')}:` : `${paint('red', 'No longer as expected')}:`,
    ...versionLines(each, paint),
    `            ${paint('dim', `was ${beforeText(each)}`)}`,
  ]);
  const head =
    flips.length === 1 ? [] : [`The decision goes back and forth: ${counted(flips.length, 'version')} changed it.`];
  return forPeople([...head.flatMap(line => [line, '']), ...blocks.flatMap(lines => [...lines, '']), checked]);
};

/** Matches `schemas/bisect-report.schema.json`. */
const json: BisectFormat = ({ ruleSet, file, input, expect, at, of, versions, flips }) => {
  const report = {
    ruleSet,
    file,
    input,
    expect,
    at: formatTimestamp(at),
    of,
    versions: versions.length,
    flips: flips.map(each => ({
      ...versionReport(each),
      expected: each.expected,
      before: each.before.map(({ decision }) => decisionReport(decision)),
      decision: decisionReport(each.decision),
    })),
    unreadable: versions.filter(({ decision }) => decision === 'unsound').map(versionReport),
  };
  return asJson(report);
};

export const bisectFormats = { text, json } as const;
