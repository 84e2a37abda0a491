import { formatTimestamp } from '../../../engine/model/time/timestamp.ts';
import type { ChangeClass, Decider, Region, RuleChange, SemanticDiff, Measurement } from '../../../engine/index.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { listed } from '../../../language/findings/fact-words.ts';
import { classCounts, deciderName, outcomeText, trafficInWords } from '../../../report/changes.ts';
import { counted, number } from '../numbers.ts';
import {
  changesIn,
  type ComparedRuleSet,
  type DiffReport,
  type ReportedMeasurement,
  type RuleSetReport,
} from './report.ts';

export const marks: Record<ChangeClass, string> = { loosened: '▼', rerouted: '◆', tightened: '▲' };

/** "2 loosened, 1 tightened, 14 rules unchanged; needs 2 approvals" */
export function summaryOf(report: RuleSetReport): string {
  switch (report.kind) {
    case 'compared':
      return `${effectInWords(report)}, ${counted(report.diff.unchanged, 'rule')} unchanged${approvalsInWords(report.approvals)}`;
    case 'added':
      return `new, with ${counted(report.after.project.ruleSet.rules.length, 'rule')}${approvalsInWords(report.approvals)}`;
    case 'removed':
      return `removed: none of its ${counted(report.before.project.ruleSet.rules.length, 'rule')} decides any more${approvalsInWords(report.approvals)}`;
    case 'unknown':
      return 'cannot be compared: it has errors';
  }
}

function effectInWords({ diff }: ComparedRuleSet): string {
  const found = classCounts(changesIn(diff));
  if (found !== '') return diff.complete ? found : `${found}, and perhaps more`;
  return diff.equivalent ? 'equivalent' : 'no change found, but perhaps some';
}

function approvalsInWords(approvals: number): string {
  return approvals === 0 ? '' : `; needs ${counted(approvals, 'approval')}`;
}

/** The summary of all rule sets: "3 rule sets: 2 loosened, 1 tightened, 1 equivalent". */
export function totalOf({ ruleSets }: DiffReport): string {
  const changes = ruleSets.flatMap(each => (each.kind === 'compared' ? changesIn(each.diff) : []));
  const found = classCounts(changes);
  const of = (count: number, word: string) => (count === 0 ? [] : [`${number(count)} ${word}`]);
  const count = (is: (each: RuleSetReport) => boolean) => ruleSets.filter(is).length;
  const parts = [
    ...(found === '' ? [] : [found]),
    ...of(
      count(each => each.kind === 'compared' && changesIn(each.diff).length === 0 && each.diff.equivalent),
      'equivalent',
    ),
    ...of(
      count(({ kind }) => kind === 'added'),
      'new',
    ),
    ...of(
      count(({ kind }) => kind === 'removed'),
      'removed',
    ),
    ...of(
      count(({ kind }) => kind === 'unknown'),
      'with errors',
    ),
  ];
  return `${counted(ruleSets.length, 'rule set')}: ${parts.join(', ')}`;
}

/** True if decision and target are the same, so that only the payloads differ. */
export function differsInPayload({ before, after }: Pick<Region, 'before' | 'after'>): boolean {
  const [outcome, other] = [before.outcome, after.outcome];
  return outcome.decide === other.decide && outcome.to === other.to && outcome.payload !== other.payload;
}

/** "large-refund@1 → small-refund@1", or "suspension@1, before and after" if the same rule decides. */
export function decidersText({ before, after }: Region): string {
  const names = [deciderName(before), deciderName(after)] as const;
  return names[0] === names[1] ? `${names[0]}, before and after` : names.join(' → ');
}

/** "for 10 % of conversation.id, from 2026-03-01T00:00:00Z"; empty if it is about all of the traffic at all times. */
export function scopeInWords(region: Pick<Region, 'from' | 'until' | 'traffic'>): string {
  return [trafficInWords(region.traffic), timesInWords(region)].filter(text => text !== '').join(', ');
}

/** "from 2026-03-01T00:00:00Z until 2026-04-01T00:00:00Z"; empty if it always applies. */
export function timesInWords({ from, until }: Pick<Region, 'from' | 'until'>): string {
  return [
    ...(Number.isFinite(from) ? [`from ${formatTimestamp(from)}`] : []),
    ...(Number.isFinite(until) ? [`until ${formatTimestamp(until)}`] : []),
  ].join(' ');
}

/** "41 of 10,000 logged cases", "1 of 12 samples: “Nobody picks up”"; null if no cases are known. */
export function knownCasesInWords({ id }: Region, measurement: ReportedMeasurement | null): string | null {
  const found = measurement?.regions.find(each => each.id === id);
  return measurement === null || found === undefined ? null : countInWords(found, measurement);
}

function countInWords(
  { count, first }: { count: number; first: Measurement['regions'][number]['first'] },
  measurement: ReportedMeasurement,
): string {
  const names = first.flatMap(({ name }) => (name === null ? [] : [`“${name}”`])).slice(0, maxNamed);
  const more = count > names.length ? [`${number(count - names.length)} more`] : [];
  const which = names.length === 0 ? '' : `: ${listed([...names, ...more])}`;
  return `${count === 0 ? 'none' : number(count)} of ${casesOf(measurement)}${which}`;
}

const maxNamed = 3;

function casesOf({ of, total }: ReportedMeasurement): string {
  return of === 'samples' ? counted(total, 'sample') : counted(total, 'logged case');
}

/** The cases that change without being in a region: "2 of 12 samples: “Nobody picks up”, in no region: …"; empty if there are none. */
export function outsideInWords({ measurement, diff }: ComparedRuleSet): string {
  if (measurement === null || measurement.outside.count === 0) return '';
  const why = diff.complete
    ? 'such inputs break an assumption, or lack a required signal'
    : 'such inputs are among the undecided ones, break an assumption, or lack a required signal';
  return `${countInWords(measurement.outside, measurement)}, in no region: ${why}.`;
}

/** The most pairs of deciders to name; the rest are counted. */
const maxUndecided = 6;

/** The changes that are possible but not proved, and the reason; empty if everything is decided. */
export function undecidedLines({ undecided, undecidedBecause }: SemanticDiff): string[] {
  if (undecided.length === 0) return [];
  const named = undecided.slice(0, maxUndecided);
  const left = undecided.length - named.length;
  return [
    `Undecided: more inputs may change. ${undecidedBecause}`,
    ...named.map(each => `${marks[each.class]} perhaps ${each.class}: ${changeSentence(each)}`),
    ...(left === 0 ? [] : [`and ${left} more`]),
  ];
}

/** "large-refund@1 → large-refund@2: when, reason" */
export function ruleChangeText(change: RuleChange): string {
  switch (change.kind) {
    case 'added':
      return ruleName(change.after);
    case 'removed':
      return ruleName(change.before);
    case 'moved':
      return pairText(change);
    case 'edited':
    case 'renamed': {
      const what = [...change.fields, ...(change.moved ? ['its place'] : [])];
      return `${pairText(change)}${what.length === 0 ? '' : `: ${what.join(', ')}`}`;
    }
  }
}

function pairText({
  before,
  after,
}: {
  before: { id: string; version: number };
  after: { id: string; version: number };
}): string {
  const names = [ruleName(before), ruleName(after)] as const;
  return names[0] === names[1] ? names[0] : names.join(' → ');
}

/** The name of the rule set and its versions: "refunds-assistant 2.2.0 → 2.3.0". */
export function titleOf(report: RuleSetReport): string {
  const named = ({ project }: { project: { ruleSet: { name: string; version: string } } }) => project.ruleSet;
  switch (report.kind) {
    case 'compared': {
      const [before, after] = [named(report.before), named(report.after)];
      const versions = before.version === after.version ? after.version : `${before.version} → ${after.version}`;
      return before.name === after.name
        ? `${after.name} ${versions}`
        : `${before.name} ${before.version} → ${after.name} ${after.version}`;
    }
    case 'added':
      return `${named(report.after).name} ${named(report.after).version}`;
    case 'removed':
      return `${named(report.before).name} ${named(report.before).version}`;
    case 'unknown':
      return report.path;
  }
}

/** A region in one sentence: "escalate → desk by a@1 becomes continue by b@1 when amount > 50 (41 of 10,000 logged cases)". */
export function regionSentence(region: Region, measurement: ReportedMeasurement | null): string {
  const scope = scopeInWords(region);
  const cases = knownCasesInWords(region, measurement);
  return `${changeSentence(region)} when ${region.condition}${scope === '' ? '' : `, ${scope}`}${cases === null ? '' : ` (${cases})`}`;
}

/** "escalate → desk by a@1 becomes continue by b@1" */
function changeSentence(change: Pick<Region, 'before' | 'after'>): string {
  const withPayload = differsInPayload(change);
  const side = (decider: Decider) => `${outcomeText(decider.outcome, withPayload)} by ${deciderName(decider)}`;
  return `${side(change.before)} becomes ${side(change.after)}`;
}
