import { parse } from 'yaml';
import { analyse, type Analysis } from '../../engine/analysis/analyse.ts';
import { analysisSubject } from '../../engine/solver/subject.ts';
import type { ExpressionChecker } from '../../engine/condition/check-expression.ts';
import { createCachingChecker } from '../../engine/condition/caching-checker.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { inFreshProcess } from '../fresh-process.ts';
import { randomBoxes, type Density } from '../generate/random-boxes.ts';
import { ruleSetText } from '../generate/rule-set-text.ts';
import { boxTerms, supportTerms, withTerms } from '../generate/terms.ts';
import { median } from '../measure.ts';
import type { Part } from '../part.ts';
import { installPeers } from '../peers.ts';
import { milliseconds } from '../table.ts';
import { neverFirstByZ3 } from './z3.ts';

interface Workload {
  title: string;
  rules: number;
  /** Null for a rule set like that of a support team. */
  boxes: Density | null;
  /** The share of rules with a clause over several signals, from 0 to 1. */
  terms: number;
}

const realistic = (rules: number, terms = 0): Workload => ({
  title: `${rules.toLocaleString('en')}, as a team grows them${termsIn(terms)}`,
  rules,
  boxes: null,
  terms,
});
const random = (rules: number, signals: number, conditions: number, required: boolean, terms = 0): Workload => ({
  title: `${rules.toLocaleString('en')}, random boxes, ${signals} signals, ${conditions} conditions${required ? ', all required' : ''}${termsIn(terms)}`,
  rules,
  boxes: { signals, conditions, required },
  terms,
});

function termsIn(share: number): string {
  return share === 0 ? '' : `, ${share * 100} % with terms`;
}

const workloads: readonly Workload[] = [
  realistic(10),
  realistic(100),
  realistic(1000),
  realistic(5000),
  random(100, 12, 3, true),
  random(1000, 12, 4, true),
  random(1000, 12, 3, true),
  random(1000, 8, 2, true),
  random(1000, 12, 3, false),
  random(1000, 20, 3, true),
  random(5000, 20, 4, true),
  realistic(100, 0.1),
  realistic(100, 0.5),
  realistic(1000, 0.1),
  realistic(1000, 0.5),
  random(100, 12, 3, true, 0.1),
  random(100, 12, 3, true, 0.5),
  random(1000, 12, 3, true, 0.1),
  random(1000, 12, 3, true, 0.5),
];

interface Measured {
  first: number;
  full: number;
  edit: number | null;
  facts: number;
  neverDecide: number;
  undecided: number;
  megabytes: number;
  z3: { milliseconds: number; neverFirst: number } | { failed: string } | null;
}

/** With more rules, z3 is not run, since it would take minutes. */
const maxForPeer = 1000;
const now = Date.UTC(2026, 0, 15);

export const analysing: Part = {
  name: 'analysis',
  does: 'everything that can be known about a rule set: cold, and after an edit, beside an SMT solver',
  cell: request => measure(request as { workload: Workload; quick: boolean }),
  async run({ quick, progress }) {
    installPeers(progress);
    const rows: { name: string; cells: string[] }[] = [];
    const notes: string[] = [];
    for (const workload of workloads) {
      const result = await inFreshProcess<Measured>('analysis', { workload, quick }, 300_000);
      if ('failed' in result) {
        notes.push(`${workload.title}: ${result.failed}`);
        rows.push({ name: workload.title, cells: Array.from({ length: 7 }, () => 'failed') });
        continue;
      }
      const { first, full, edit, facts, neverDecide, undecided, megabytes, z3 } = result.ok;
      if (undecided > 0) notes.push(`${workload.title}: ${undecided} questions were left open by the work limit.`);
      if (z3 !== null && 'failed' in z3) notes.push(`${workload.title}: z3: ${z3.failed}`);
      if (z3 !== null && 'neverFirst' in z3 && z3.neverFirst !== neverDecide) {
        notes.push(
          `${workload.title}: z3 finds ${z3.neverFirst} rules that never decide, the analysis ${neverDecide}.`,
        );
      }
      const peer = z3 === null ? '–' : 'failed' in z3 ? 'failed' : milliseconds(z3.milliseconds);
      const ratio = z3 !== null && 'milliseconds' in z3 ? `${(z3.milliseconds / full).toFixed(0)}×` : '–';
      const cells = [
        milliseconds(first),
        milliseconds(full),
        edit === null ? '–' : milliseconds(edit),
        peer,
        ratio,
        String(facts),
        `${megabytes} MB`,
      ];
      rows.push({ name: workload.title, cells });
      progress(`${workload.title}: ${cells.join(', ')}`);
    }
    return {
      title: 'Analysis',
      about:
        'All facts about a rule set: every rule reached, shadowed, redundant, each clause relevant or not, gaps, boundaries, what fails open. Processor time of the process. ' +
        '“First”: in a fresh process. “Full”: the median of several without a memory. “After an edit”: the median of edits of one rule each, with the memory of the analysis before. “Memory”: of the whole process after the first. ' +
        'z3 (WebAssembly) is asked one question of these, which rules never fire first, on the same rules.',
      columns: ['rules', 'first', 'full', 'after an edit', 'z3, one question', 'ratio', 'facts', 'memory'],
      rows,
      notes,
    };
  },
};

async function measure({ workload, quick }: { workload: Workload; quick: boolean }): Promise<Measured> {
  const ruleSet = ruleSetOf(workload);
  const checker = createCachingChecker(declarationsOf(ruleSet));
  const subject = analysisSubject(ruleSet, checker);
  let analysis: Analysis | undefined;
  const run = (): void => {
    analysis = analyse(subject, { now });
  };
  const first = processorTime(run);
  const megabytes = Math.round(process.memoryUsage().rss / 1024 / 1024);
  const full = median(Array.from({ length: quick || workload.rules > 1000 ? 2 : 7 }, () => processorTime(run)));
  const facts = analysis?.facts ?? [];
  const edit = analysis === undefined ? null : medianOfEdits(ruleSet, checker, analysis, quick ? 5 : 25);
  return {
    first,
    full,
    edit,
    facts: facts.length,
    neverDecide: facts.filter(
      fact =>
        fact.kind === 'contradictory-trigger' ||
        fact.kind === 'shadowed-rule' ||
        (fact.kind === 'redundant-rule' && fact.direction === 'earlier'),
    ).length,
    undecided: facts.flatMap(fact => (fact.kind === 'analysis-incomplete' ? fact.undecided : [])).length,
    megabytes,
    z3: workload.boxes?.required === true && workload.rules <= maxForPeer ? await neverFirstByZ3(ruleSet) : null,
  };
}

function ruleSetOf({ rules, boxes, terms }: Workload): RuleSet {
  if (boxes === null) return withTerms(parse(ruleSetText(rules).text) as RuleSet, supportTerms, terms);
  const ruleSet = randomBoxes(rules, boxes);
  return withTerms(ruleSet, boxTerms(ruleSet), terms);
}

/** The median time of an analysis after an edit. Each edit changes a number in the condition of another rule. */
function medianOfEdits(ruleSet: RuleSet, checker: ExpressionChecker, before: Analysis, count: number): number {
  let { memory } = before;
  let current = ruleSet;
  const times: number[] = [];
  for (let edit = 0; edit < count; edit++) {
    const at = (edit * 379) % current.rules.length;
    current = { ...current, rules: current.rules.map((rule, index) => (index === at ? edited(rule, edit) : rule)) };
    const subject = analysisSubject(current, checker);
    times.push(processorTime(() => ({ memory } = analyse(subject, { now, previous: memory }))));
  }
  return median(times);
}

function edited(rule: RuleSet['rules'][number], edit: number): RuleSet['rules'][number] {
  const text = JSON.stringify(rule.when);
  const changed = text.replace(/([<>]=? )(\d+(?:\.\d+)?)/, (_, operator: string, number: string) => {
    const value = Number(number);
    return operator + String(value > 1 ? value + 1 + edit : Math.round((1 - value) * 97) / 100);
  });
  return { ...rule, when: JSON.parse(changed) as typeof rule.when };
}

function processorTime(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}
