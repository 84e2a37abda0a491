import { trafficOf } from './traffic.ts';
import { createGate } from '../solver/gate.ts';
import { createSolver, type Solver } from '../solver/solver.ts';
import { reasonInWords } from '../analysis/reason-words.ts';
import type { AnalysisSubject } from '../solver/subject.ts';
import { digest } from '../decide/digest.ts';
import { outcomeOf } from '../model/outcome.ts';
import { classifier, type Classify } from './classify.ts';
import { conditionWriter, namedTables, thresholdNames } from './condition-text.ts';
import { findingCauses } from './causes/causes.ts';
import { findingMattering } from './causes/mattering.ts';
import { consequencesOf } from './consequences/consequences.ts';
import { attributed } from './edits/diff-edits.ts';
import type { Edit } from './edits/edit.ts';
import { editsBetween } from './edits/edits-between.ts';
import { canDecide } from './edits/undo.ts';
import type { Pair, RankedDecider } from './differing.ts';
import {
  changeClasses,
  type Consequence,
  type Decider,
  type DiffClass,
  type Region,
  type RegionWithoutCause,
  type SemanticDiff,
  type UndecidedRegion,
} from './facts.ts';
import { findRegions, type FoundRegion, type FoundRegions } from './found-regions.ts';
import { ruleChanges } from './rule-changes.ts';
import { editedSignals, regionDescriber } from './sentences/region-when.ts';
import { partsOf } from './sentences/region-parts.ts';
import { sharesOf } from './shares.ts';
import { buildVersions, type Versions } from './versions.ts';

export interface DiffOptions {
  /** The current time for witnesses, in milliseconds since the Unix epoch. */
  now: number;
  /** Maximum work for one question, in words of clauses examined. */
  limit?: number;
  /** Is told what is known while the rest is not. */
  watch?: DiffWatch;
}

/** A region of which it is not known yet how large it is and which edits make it. */
export type ToldRegion = Omit<RegionWithoutCause, 'share'>;

/** Hears of parts of a diff as they become known. */
export interface DiffWatch {
  /** First of all, every edit. */
  edited: (edits: readonly Edit[]) => void;
  /** Each region as it is found, the gravest of a period first, if only one edit can make it. Later periods may still be merged into it. */
  found: (region: ToldRegion, edit: Edit) => void;
}

/** Work to read a rule of either version, and to write the condition of a region, as measured: in words of clauses examined in the same time. */
const workPerRule = 2000;
const workPerRegion = 40_000;

/** Compares two versions of a rule set in one go. */
export function semanticDiff(before: AnalysisSubject, after: AnalysisSubject, options: DiffOptions): SemanticDiff {
  const steps = semanticDiffing(before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `semanticDiff` in small steps, so that a server can answer requests between them; yields the progress, from 0 to 1. */
export function* semanticDiffing(
  before: AnalysisSubject,
  after: AnalysisSubject,
  { now, limit, watch }: DiffOptions,
): Generator<number, SemanticDiff, undefined> {
  const edited = editsBetween(before.ruleSet, after.ruleSet);
  const [only, ...others] = edited.all.filter(canDecide);
  const cause = only !== undefined && others.length === 0 ? only : null;
  watch?.edited(edited.all);
  const versions = buildVersions(before, after, now);
  yield 0.2;
  const solver = createSolver(versions.problem, limit, undefined, createGate([before, after], now));
  const classify = classifier(before.ruleSet, after.ruleSet);
  const tell = regionTeller(versions, solver, classify, [before, after]);
  const gravity = (pair: Pair): number =>
    changeClasses.indexOf(classify(deciderOf(pair.before), deciderOf(pair.after)));
  const steps = findRegions(versions, solver, gravity, region => {
    if (watch !== undefined && cause !== null) watch.found(tell(region, [cause]), cause);
  });
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield 0.2 + 0.4 * step.value;
  const { regions: found, undecided } = step.value;
  const shares = sharesOf(versions.problem, found);
  const finding = findingCauses(before, after, edited, found, { now, limit });
  let causes = finding.next();
  for (; causes.done !== true; causes = finding.next()) yield 0.6 + 0.2 * causes.value;
  const shown: RegionWithoutCause[] = [];
  for (const [at, each] of found.entries()) {
    const share = shares[at] ?? { value: 0, exact: false };
    shown.push({ ...tell(each, causes.value[at]?.sets.flat() ?? []), share });
    yield 0.8 + (0.2 * at) / found.length;
  }
  const open = undecided
    .map(each => toUndecided(each, classify))
    .sort((a, b) => changeClasses.indexOf(a.class) - changeClasses.indexOf(b.class));
  const complete = undecided.length === 0;
  const consequences = consequencesOf(before, after, { regions: shown, open });
  const { regions, edits } = attributed(edited.all, shown, causes.value, consequences);
  const unseen =
    complete && regions.length === 0
      ? []
      : edited.all.filter(
          edit => canDecide(edit) && edits.some(({ id, regions: own }) => id === edit.id && own.length === 0),
        );
  const mattering = findingMattering(before, after, edited, unseen, { now, limit });
  let matters = mattering.next();
  for (; matters.done !== true; matters = mattering.next()) yield 1;
  const important = new Set([...matters.value].map(({ id }) => id));
  return {
    equivalent: complete && regions.length === 0,
    class: mostSevere([...regions, ...consequences, ...open]),
    regions,
    edits: edits.map(edit => ({ ...edit, matters: important.has(edit.id) })),
    undecided: open,
    undecidedBecause: reasonInWords(undecided.map(({ because }) => because)),
    complete,
    share: shareOfAll(regions),
    ...ruleChanges(before.ruleSet, after.ruleSet),
    consequences,
    work: solver.work() + workPerRule * (before.rules.length + after.rules.length) + workPerRegion * regions.length,
  };
}

/** The share of all combinations whose outcome changes, in the period with the largest share. */
function shareOfAll(regions: readonly Region[]): SemanticDiff['share'] {
  const starts = new Set(regions.map(({ from }) => from));
  let most = 0;
  for (const start of starts) {
    const then = regions.filter(({ from, until }) => start >= from && start < until);
    most = Math.max(
      most,
      then.reduce((sum, { share }) => sum + share.value, 0),
    );
  }
  return { value: Math.min(1, most), exact: regions.every(({ share }) => share.exact) };
}

/** Says what is known of found regions. What was said before is kept, unless a region has grown since. */
function regionTeller(
  versions: Versions,
  solver: Solver,
  classify: Classify,
  [before, after]: [AnalysisSubject, AnalysisSubject],
): (region: FoundRegion, edits: readonly Edit[]) => ToldRegion {
  const names = thresholdNames(before, after);
  const write = conditionWriter(solver, names, namedTables(before, after, versions.signals));
  const describe = regionDescriber(versions, solver, names, editedSignals([before, after]));
  const known = new Map<FoundRegion, { until: number; told: ToldRegion }>();
  return (region, edits) => {
    const { pair, later, from, until, boxes, witness } = region;
    const earlier = known.get(region);
    if (earlier?.until === until) return earlier.told;
    const [decidedBefore, decidedAfter] = [deciderOf(pair.before), deciderOf(pair.after)];
    const parts = [pair, ...later].map(each => partsOf(solver, each));
    const condition = write(pair, boxes, parts[0] ?? null);
    const told: ToldRegion = {
      id: digest([decidedBefore, decidedAfter, condition, Number.isFinite(from) ? from : null]).slice(0, 12),
      before: decidedBefore,
      after: decidedAfter,
      class: classify(decidedBefore, decidedAfter),
      condition,
      when: describe(pair, parts, edits),
      from,
      until,
      traffic: trafficOf(versions.problem.space, boxes),
      witness,
    };
    known.set(region, { until, told });
    return told;
  };
}

function toUndecided({ pair, because }: FoundRegions['undecided'][number], classify: Classify): UndecidedRegion {
  const [before, after] = [deciderOf(pair.before), deciderOf(pair.after)];
  return { before, after, class: classify(before, after), because };
}

function deciderOf({ written, outcome }: RankedDecider): Decider {
  return { rule: written?.ref ?? null, outcome: outcomeOf(outcome) };
}

function mostSevere(changes: readonly (Region | Consequence | UndecidedRegion)[]): DiffClass {
  return changeClasses.find(kind => changes.some(each => each.class === kind)) ?? 'equivalent';
}
