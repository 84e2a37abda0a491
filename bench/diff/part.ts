import { parse } from 'yaml';
import { analysisSubject, type AnalysisSubject } from '../../engine/solver/subject.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import type { Region, SemanticDiff } from '../../engine/diff/facts.ts';
import { semanticDiff, semanticDiffing } from '../../engine/diff/semantic-diff.ts';
import type { Rule, RuleSet } from '../../engine/model/rule-set.ts';
import { inFreshProcess } from '../fresh-process.ts';
import { randomBoxes } from '../generate/random-boxes.ts';
import { ruleSetText } from '../generate/rule-set-text.ts';
import { median } from '../measure.ts';
import type { Part } from '../part.ts';
import { milliseconds } from '../table.ts';

interface Workload {
  title: string;
  rules: number;
  /** True for random boxes instead of a rule set like that of a support team. */
  random?: true;
  edit: keyof typeof edits;
}

const workloads: readonly Workload[] = [
  { title: '1,000, a copy', rules: 1000, edit: 'copy' },
  { title: '1,000, one number', rules: 1000, edit: 'number' },
  { title: '1,000, 20 edits', rules: 1000, edit: 'twenty' },
  { title: '1,000, 50 edits', rules: 1000, edit: 'fifty' },
  { title: '1,000, a threshold', rules: 1000, edit: 'threshold' },
  { title: '1,000, two thresholds', rules: 1000, edit: 'twoThresholds' },
  { title: '1,000, 20 rules moved', rules: 1000, edit: 'moved' },
  { title: "1,000, a signal's range", rules: 1000, edit: 'range' },
  { title: '1,000, hit policy', rules: 1000, edit: 'hitPolicy' },
  { title: '5,000, 20 edits', rules: 5000, edit: 'twenty' },
  { title: '200 random boxes, 20 edits', rules: 200, random: true, edit: 'twenty' },
  { title: '200 random boxes, 20 rules moved', rules: 200, random: true, edit: 'moved' },
];

const edits = {
  copy: (before: RuleSet) => structuredClone(before),
  number: (before: RuleSet) => withRules(before, edited(before.rules, 1)),
  twenty: (before: RuleSet) => withRules(before, edited(before.rules, 20)),
  fifty: (before: RuleSet) => withRules(before, edited(before.rules, 50)),
  threshold: (before: RuleSet) => ({ ...before, thresholds: { ...before.thresholds, min_confidence: 0.75 } }),
  twoThresholds: (before: RuleSet) => ({
    ...before,
    thresholds: { ...before.thresholds, min_confidence: 0.75, large_amount: 900 },
  }),
  moved: (before: RuleSet) => withRules(before, moved(before.rules, 20)),
  range: (before: RuleSet) => ({
    ...before,
    signals: { ...before.signals, amount: { type: 'number' as const, minimum: 0, maximum: 40_000 } },
  }),
  hitPolicy: (before: RuleSet) => ({ ...before, hitPolicy: 'priority' as const }),
};

interface Measured {
  first: number;
  again: number;
  longestStep: number;
  regions: number;
  share: number;
  complete: boolean;
  /** Lengths of the exact conditions, and of the facts that a reader is shown, in characters. */
  exact: Lengths;
  shown: Lengths;
}

interface Lengths {
  median: number;
  longest: number;
}

const now = Date.UTC(2026, 0, 15);

export const diffing: Part = {
  name: 'diff',
  does: 'the exact difference of two versions of a rule set, by what was changed',
  cell: request => Promise.resolve(measure(request as { workload: Workload; quick: boolean })),
  async run({ quick, progress }) {
    const rows: { name: string; cells: string[] }[] = [];
    const notes: string[] = [];
    for (const workload of workloads) {
      const result = await inFreshProcess<Measured>('diff', { workload, quick }, 120_000);
      if ('failed' in result) {
        notes.push(`${workload.title}: ${result.failed}`);
        rows.push({ name: workload.title, cells: Array.from({ length: 6 }, () => 'failed') });
        continue;
      }
      const { first, again, regions, complete, exact, shown, longestStep } = result.ok;
      if (!complete) notes.push(`${workload.title}: the work limit left some pairs of rules open.`);
      const cells = [
        milliseconds(first),
        milliseconds(again),
        milliseconds(longestStep),
        String(regions),
        `${exact.median} / ${exact.longest}`,
        `${shown.median} / ${shown.longest}`,
      ];
      rows.push({ name: workload.title, cells });
      progress(`${workload.title}: ${cells.join(', ')}`);
    }
    return {
      title: 'Semantic diff',
      about:
        'All inputs whose outcome differs between two versions, as regions with a condition and a witness each; where there are none, that is proved. Processor time, conditions already checked. ' +
        '“First”: in a fresh process. “Again”: the median of several. “Longest step”: how long a server that compares in slices is busy at a time. “Exact condition” and “shown” are the length of a region’s condition and of the facts that a reader sees first, in characters: the median and the longest.',
      columns: ['rules and change', 'first', 'again', 'longest step', 'regions', 'exact condition', 'shown'],
      rows,
      notes,
    };
  },
};

function measure({ workload: { rules, random, edit }, quick }: { workload: Workload; quick: boolean }): Measured {
  const before =
    random === true
      ? randomBoxes(rules, { signals: 12, conditions: 3, required: true })
      : (parse(ruleSetText(rules).text) as RuleSet);
  const subjects = [subjectOf(before), subjectOf(edits[edit](before))] as const;
  let diff: SemanticDiff | undefined;
  const run = (): number => processorTime(() => (diff = semanticDiff(...subjects, { now })));
  const first = run();
  const again = median(Array.from({ length: quick || first > 2000 ? 2 : 7 }, run));
  const regions = diff?.regions ?? [];
  return {
    first,
    again,
    longestStep: longestStepOf(...subjects),
    regions: regions.length,
    share: diff?.share.value ?? 0,
    complete: diff?.complete ?? false,
    exact: lengths(regions.map(({ condition }) => condition)),
    shown: lengths(regions.map(shownText)),
  };
}

function lengths(texts: readonly string[]): Lengths {
  const all = texts.map(({ length }) => length);
  return { median: all.length === 0 ? 0 : median(all), longest: Math.max(0, ...all) };
}

/** What a reader sees of a region's condition before anything is unfolded. */
function shownText({ when, condition }: Region): string {
  if (when === null) return condition;
  const { moves, asks, either } = when;
  const all = (facts: readonly { text: string }[]): string => facts.map(({ text }) => text).join(' and ');
  return [all([...moves, ...asks]), ...either.map(all)].filter(text => text !== '').join(' or ');
}

function longestStepOf(before: AnalysisSubject, after: AnalysisSubject): number {
  const steps = semanticDiffing(before, after, { now });
  let longest = 0;
  for (let done = false; !done;)
    longest = Math.max(
      longest,
      processorTime(() => (done = steps.next().done === true)),
    );
  return longest;
}

function subjectOf(ruleSet: RuleSet): AnalysisSubject {
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
}

function withRules(before: RuleSet, rules: Rule[]): RuleSet {
  return { ...before, rules };
}

/** Every fourth edit removes a rule, every fifth changes an outcome, and the others change a number. */
function edited(rules: readonly Rule[], count: number): Rule[] {
  const result = [...rules];
  for (let edit = 0; edit < count; edit++) {
    const at = (edit * 379 + 41) % result.length;
    const rule = result[at];
    if (rule === undefined) continue;
    if (edit % 4 === 3) result.splice(at, 1);
    else if (edit % 5 === 4) result[at] = { ...rule, decide: 'stop' };
    else result[at] = { ...rule, when: otherNumber(rule.when, edit) };
  }
  return result;
}

function otherNumber(when: Rule['when'], edit: number): Rule['when'] {
  const text = JSON.stringify(when);
  const changed = text.replace(/([<>]=? )(\d+(?:\.\d+)?)/, (_, operator: string, number: string) => {
    const value = Number(number);
    return operator + String(value > 1 ? value + 1 + edit : Math.round((1 - value) * 97) / 100);
  });
  return JSON.parse(changed) as Rule['when'];
}

function moved(rules: readonly Rule[], count: number): Rule[] {
  const result = [...rules];
  for (let move = 0; move < count; move++) {
    const [rule] = result.splice((move * 379 + 600) % result.length, 1);
    if (rule !== undefined) result.splice((move * 131) % result.length, 0, rule);
  }
  return result;
}

function processorTime(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}
