import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Expectation } from '../../engine/model/samples.ts';
import type { DecisionChange } from '../decisions.ts';
import type { HistoryVersion } from '../versions/history.ts';
import { beforeText, decisionReport, decisionText, versionLines, versionReport } from './decisions.ts';
import { counted } from './numbers.ts';
import { painter } from './paint.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

/** Where the decision on an input began or ceased to be what is expected. */
export interface BisectReport {
  ruleSet: string;
  file: string;
  input: Json;
  expect: Expectation;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
  of: 'commits' | 'releases';
  versions: readonly HistoryVersion[];
  /** With whether the decision is since then what is expected. */
  flips: readonly (DecisionChange & { expected: boolean })[];
}

export type BisectFormat = (report: BisectReport, context: { color: boolean }) => Printed;

const text: BisectFormat = ({ versions, flips, expect, of }, { color }) => {
  const paint = painter(color);
  const first = versions[0];
  const last = versions.at(-1);
  const looked = `${counted(versions.length, of === 'commits' ? 'version' : 'release')} looked at, all of them`;
  if (flips.length === 0 || first === undefined || last === undefined) {
    const always = versions.map(({ decision }) => decisionText(decision));
    return forPeople([
      `No version changes it: ${[...new Set(always)].join('; ')}, where ${JSON.stringify(expect)} is expected. ${looked}.`,
    ]);
  }
  const blocks = flips.map(each => [
    each.expected ? `${paint('green', 'Since then as expected')}:` : `${paint('red', 'No longer as expected')}:`,
    ...versionLines(each, paint),
    `            ${paint('dim', `was ${beforeText(each)}`)}`,
  ]);
  const head =
    flips.length === 1 ? [] : [`The decision goes back and forth: ${counted(flips.length, 'version')} changed it.`];
  return forPeople([...head.flatMap(line => [line, '']), ...blocks.flatMap(lines => [...lines, '']), `${looked}.`]);
};

/** The shape of `schemas/bisect-report.schema.json`. */
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
