import type { ChangeClass, DiffEdit, Measurement, Region, SemanticDiff } from '../../../engine/index.ts';
import {
  sameVersionWords,
  classesInWords,
  classesOf,
  countedByClass,
  deciderName,
  editCounts,
  marks,
} from '../../../report/changes.ts';
import { approversInWords } from '../../../report/approvers.ts';
import { counted, listed, number } from '../../../report/counts.ts';
import { noRegionInWords, editWords, type EditWords } from '../../../report/edits.ts';
import { authorInWords } from '../../../report/edit-author.ts';
import { inputKinds, outcomeTexts, type InputKind, type TargetKinds } from '../../../report/outcome-changes.ts';
import {
  classOf,
  effective,
  type ComparedRuleSet,
  type DiffReport,
  type ReportedMeasurement,
  type RuleSetClass,
  type RuleSetReport,
} from './report.ts';

/** What happened to rule sets, gravest first, with a mark and a word for each. */
export const ruleSetClasses: Record<RuleSetClass, { mark: string; word: string }> = {
  unknown: { mark: '!', word: 'with errors' },
  removed: { mark: '−', word: 'removed' },
  loosened: { mark: marks.loosened, word: 'loosened' },
  undecided: { mark: '?', word: 'undecided' },
  rerouted: { mark: marks.rerouted, word: 'rerouted' },
  tightened: { mark: marks.tightened, word: 'tightened' },
  added: { mark: '+', word: 'new' },
  equivalent: { mark: '=', word: 'equivalent' },
};

/** "2 edits: 1 loosened, 1 tightened; needs 2 approvals", "1 edit: loosened" */
export function summaryOf(report: RuleSetReport): string {
  switch (report.kind) {
    case 'compared':
      return `${editCount(report)}: ${effectInWords(report)}${approvalsInWords(report.approvals)}`;
    case 'added':
      return `new, with ${counted(report.after.project.ruleSet.rules.length, 'rule')}${approvalsInWords(report.approvals)}`;
    case 'removed':
      return `removed: none of its ${counted(report.before.project.ruleSet.rules.length, 'rule')} decides any more${approvalsInWords(report.approvals)}`;
    case 'unknown':
      return 'cannot be compared: it has errors';
  }
}

function editCount({ diff: { edits } }: ComparedRuleSet): string {
  return edits.length === 0 ? 'nothing was edited' : counted(edits.length, 'edit');
}

function effectInWords({ diff }: ComparedRuleSet): string {
  const loose = effective(consequencesWithoutEdit(diff)).map(each => [each.class]);
  const classes = [...diff.edits.map(each => classesOf(each, diff)), ...loose];
  const [first = []] = classes;
  const found = classes.length === 1 ? classesInWords(first) : editCounts(classes);
  if (found !== '') return diff.complete ? found : `${found}, and perhaps more`;
  return diff.equivalent ? 'equivalent' : 'no change found, but perhaps some';
}

/** " (version unchanged though decisions change)", to follow the title; empty if that is not so. */
export function sameVersionNote(report: RuleSetReport): string {
  if (report.kind !== 'compared') return '';
  const { diff, before, after } = report;
  const words = sameVersionWords(diff, [before.project.ruleSet.version, after.project.ruleSet.version]);
  return words === '' ? '' : ` (${words})`;
}

function approvalsInWords(approvals: number): string {
  return approvals === 0 ? '' : `; needs ${counted(approvals, 'approval')}`;
}

/** "approvals may come from support-operations or compliance"; empty if none are needed. */
export function approversNote({ approvals, approvers }: ComparedRuleSet): string {
  return approvals === 0 ? '' : `approvals may come from ${approversInWords(approvers)}`;
}

/** The summary of all rule sets: "3 rule sets: 2 loosened, 1 equivalent". */
export function totalOf({ ruleSets }: Pick<DiffReport, 'ruleSets'>): string {
  const parts = (Object.keys(ruleSetClasses) as RuleSetClass[]).flatMap(kind => {
    const count = ruleSets.filter(each => classOf(each) === kind).length;
    return count === 0 ? [] : [`${number(count)} ${ruleSetClasses[kind].word}`];
  });
  return `${counted(ruleSets.length, 'rule set')}: ${parts.join(', ')}`;
}

/** Rule sets in the order in which they are shown: the gravest first. */
export function gravestFirst(ruleSets: readonly RuleSetReport[]): RuleSetReport[] {
  const order = Object.keys(ruleSetClasses);
  return [...ruleSets].sort((a, b) => order.indexOf(classOf(a)) - order.indexOf(classOf(b)));
}

/** The place of a class among all, the most severe first. */
export function severityOf(kind: DiffEdit['class']): number {
  return kind === 'neutral' ? Object.keys(marks).length : Object.keys(marks).indexOf(kind);
}

/** The most severe class that an edit has in any of several rule sets. */
export function classInAny({ id }: DiffEdit, reports: readonly ComparedRuleSet[]): DiffEdit['class'] {
  const classes = reports.map(({ diff }) => diff.edits.find(edit => edit.id === id)?.class ?? 'neutral');
  return classes.reduce((gravest, each) => (severityOf(each) < severityOf(gravest) ? each : gravest), 'neutral');
}

const severities = Object.keys(marks) as (keyof typeof marks)[];

function ownClasses({ id }: DiffEdit, diff: SemanticDiff): ChangeClass[] {
  return diff.edits.filter(edit => edit.id === id).flatMap(edit => classesOf(edit, diff));
}

/** The effect of an edit in one or several rule sets, with its mark: "▼ loosened, partly tightened", "· no decision changes". */
export function effectOf(edit: DiffEdit, reports: readonly ComparedRuleSet[]): string {
  const kind = classInAny(edit, reports);
  if (kind !== 'neutral') {
    const classes = new Set(reports.flatMap(({ diff }) => ownClasses(edit, diff)));
    const others = severities.filter(each => each !== kind && classes.has(each));
    return `${marks[kind]} ${classesInWords([kind, ...others])}`;
  }
  const matters = reports.some(({ diff }) => diff.edits.some(({ id, matters: own }) => id === edit.id && own));
  const complete = reports.every(({ diff }) => diff.complete);
  return `· ${noRegionInWords({ part: edit.part, matters }, complete)}`;
}

/** The targets of both versions. */
export function targetsOf({ before, after }: ComparedRuleSet): TargetKinds {
  return { ...before.project.ruleSet.targets, ...after.project.ruleSet.targets };
}

/** An edit in words, its values with the unit of the threshold. */
export function wordsOf(edit: DiffEdit, { after }: ComparedRuleSet): EditWords {
  const threshold = edit.about === 'threshold' ? after.project.ruleSet.thresholds?.[edit.name] : undefined;
  return editWords(edit, typeof threshold === 'object' ? threshold.unit : undefined);
}

/** Who made an edit: "by Ada, 1 Mar 2026, 651f1ce", "not committed yet"; empty if git does not say it. */
export function madeBy({ id }: DiffEdit, { authors }: ComparedRuleSet): string {
  const author = authors.get(id);
  return author === undefined ? '' : authorInWords(author);
}

/** The consequences that belong to no edit. */
export function consequencesWithoutEdit({ consequences, edits }: SemanticDiff): SemanticDiff['consequences'] {
  const owned = new Set(edits.flatMap(each => each.consequences));
  return consequences.filter((_, at) => !owned.has(at));
}

/** "41 of 10,000 logged cases", "1 of 12 samples: “Nobody picks up”"; null if no cases are known. */
export function knownCasesInWords(regions: readonly Region[], measurement: ReportedMeasurement | null): string | null {
  if (measurement === null) return null;
  const ids = new Set(regions.map(({ id }) => id));
  const found = measurement.regions.filter(({ id }) => ids.has(id));
  const count = found.reduce((sum, each) => sum + each.count, 0);
  return countInWords({ count, first: found.flatMap(({ first }) => first) }, measurement);
}

/** The number of known cases in regions: "3 samples", "no sample"; null if no cases are known. */
export function caseCountInWords(regions: readonly Region[], measurement: ReportedMeasurement | null): string | null {
  if (measurement === null) return null;
  const one = measurement.of === 'samples' ? 'sample' : 'logged case';
  const count = regions.reduce((sum, region) => sum + casesIn(region, measurement), 0);
  return count === 0 ? `no ${one}` : counted(count, one);
}

/** The number of known cases in a region. */
export function casesIn({ id }: Region, measurement: ReportedMeasurement | null): number {
  return measurement?.regions.find(each => each.id === id)?.count ?? 0;
}

type Counted = Pick<Measurement['regions'][number], 'count' | 'first'>;

function countInWords({ count, first }: Counted, measurement: ReportedMeasurement): string {
  const names = first.flatMap(({ name }) => (name === null ? [] : [`“${name}”`])).slice(0, maxNamed);
  const more = count > names.length ? [`${number(count - names.length)} more`] : [];
  const which = names.length === 0 ? '' : `: ${listed([...names, ...more])}`;
  return `${count === 0 ? 'none' : number(count)} of ${casesOf(measurement)}${which}`;
}

const maxNamed = 3;

function casesOf({ of, total }: ReportedMeasurement): string {
  return of === 'samples' ? counted(total, 'sample') : counted(total, 'logged case');
}

/** All kinds of input whose decision changes, now or later. */
export function currentKinds({ diff, measurement }: ComparedRuleSet, now: number): InputKind[] {
  const kinds = inputKinds(diff.regions, { now, casesIn: region => casesIn(region, measurement) });
  return kinds.filter(({ until }) => until > now);
}

/** "1 of 46 samples of this rule set changes; 17 groups of inputs change, 16 without a sample; no input is in two groups"; empty if no decision changes. */
export function weightInWords(report: ComparedRuleSet, now: number): string {
  const { diff, measurement } = report;
  if (diff.regions.length === 0 && (measurement?.changed ?? 0) === 0) return '';
  const kinds = currentKinds(report, now);
  const all =
    kinds.length === 0
      ? 'only decisions of a time that is past differ'
      : `${counted(kinds.length, 'group')} of inputs ${kinds.length === 1 ? 'changes' : 'change'}`;
  if (measurement === null) return kinds.length === 0 ? all : `${all}; no samples show how many cases change`;
  const { changed, of } = measurement;
  const changes = `${changed === 0 ? 'none' : number(changed)} of ${casesOf(measurement)}${of === 'samples' ? ' of this rule set' : ''} ${changed === 1 || measurement.total === 1 ? 'changes' : 'change'}`;
  if (kinds.length === 0) return `${changes}; ${all}`;
  const bare = kinds.filter(({ regions }) => regions.every(region => casesIn(region, measurement) === 0)).length;
  const one = of === 'samples' ? 'sample' : 'logged case';
  const apart = kinds.length === 1 ? '' : '; no input is in two groups';
  return `${changes}; ${all}, ${shareWithout(bare, kinds.length)} a ${one}${apart}`;
}

/** "16 without", "all without", "each with" */
function shareWithout(bare: number, count: number): string {
  if (count === 1) return bare === 0 ? 'with' : 'without';
  return bare === 0 ? 'each with' : `${bare === count ? 'all' : number(bare)} without`;
}

/** The cases that change without being in a region: "2 of 12 samples: “Nobody picks up”, in no region: …"; empty if there are none. */
export function outsideInWords({ measurement, diff }: ComparedRuleSet): string {
  if (measurement === null || measurement.outside.count === 0) return '';
  const why = diff.complete
    ? 'such inputs break an assumption, or lack a required signal'
    : 'such inputs are among the undecided ones, break an assumption, or lack a required signal';
  return `${countInWords(measurement.outside, measurement)}, in no region: ${why}.`;
}

/**
 * The changes that are possible but not proved, and the reason; empty if everything is decided.
 * @param max the most pairs of deciders to name; the rest are counted
 */
export function undecidedLines({ undecided, undecidedBecause }: SemanticDiff, max = 6): string[] {
  if (undecided.length === 0) return [];
  const named = undecided.slice(0, max);
  const left = undecided.slice(max).map(each => each.class);
  return [
    `Undecided: more inputs may change. ${undecidedBecause}`,
    ...named.map(each => `${marks[each.class]} perhaps ${each.class}: ${changeSentence(each)}`),
    ...(left.length === 0 ? [] : [`and ${countedByClass(left, 'more', 'more')}`]),
  ];
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

/** "escalate → desk by a@1 becomes continue by b@1" */
function changeSentence(change: Pick<Region, 'before' | 'after'>): string {
  const [before, after] = outcomeTexts(change);
  return `${before} by ${deciderName(change.before)} becomes ${after} by ${deciderName(change.after)}`;
}
