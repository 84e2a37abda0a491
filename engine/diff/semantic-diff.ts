import type { Space } from '../space/space.ts';
import { trafficOf } from './traffic.ts';
import { createGate } from '../solver/gate.ts';
import { createSolver } from '../solver/solver.ts';
import { reasonInWords } from '../analysis/reason-words.ts';
import type { AnalysisSubject } from '../solver/subject.ts';
import { digest } from '../decide/digest.ts';
import { outcomeOf } from '../model/outcome.ts';
import { classifier, type Classify } from './classify.ts';
import { conditionWriter, namedTables, thresholdNames, type ConditionWriter } from './condition-text.ts';
import { findingCauses } from './causes/causes.ts';
import { consequencesOf } from './consequences/consequences.ts';
import { attributed } from './edits/diff-edits.ts';
import type { Edit } from './edits/edit.ts';
import { editsBetween } from './edits/edits-between.ts';
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
import { partsOf, type RegionParts } from './sentences/region-parts.ts';
import { sharesOf } from './shares.ts';
import { buildVersions } from './versions.ts';

export interface DiffOptions {
  /** The current time for witnesses, in milliseconds since the Unix epoch. */
  now: number;
  /** Maximum work for one question, in words of clauses examined. */
  limit?: number;
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
  { now, limit }: DiffOptions,
): Generator<number, SemanticDiff, undefined> {
  const versions = buildVersions(before, after, now);
  yield 0.2;
  const solver = createSolver(versions.problem, limit, undefined, createGate([before, after], now));
  const steps = findRegions(versions, solver);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield 0.2 + 0.4 * step.value;
  const { regions: found, undecided } = step.value;
  const names = thresholdNames(before, after);
  const areNamed = namedTables(before, after, versions.signals);
  const write = conditionWriter(solver, names, areNamed);
  const describe = regionDescriber(versions, versions.problem, names, editedSignals([before, after]));
  const classify = classifier(before.ruleSet, after.ruleSet);
  const shares = sharesOf(versions.problem, found);
  const edited = editsBetween(before.ruleSet, after.ruleSet);
  const finding = findingCauses(before, after, edited, found, { now, limit });
  let causes = finding.next();
  for (; causes.done !== true; causes = finding.next()) yield 0.6 + 0.2 * causes.value;
  const shown: RegionWithoutCause[] = [];
  for (const [at, each] of found.entries()) {
    shown.push(
      toRegion(
        { write, partsIn: pair => partsOf(solver, pair), describe, classify, space: versions.problem.space },
        each,
        causes.value[at]?.sets.flat() ?? [],
        shares[at] ?? { value: 0, exact: false },
      ),
    );
    yield 0.8 + (0.2 * at) / found.length;
  }
  const open = undecided
    .map(each => toUndecided(each, classify))
    .sort((a, b) => changeClasses.indexOf(a.class) - changeClasses.indexOf(b.class));
  const complete = undecided.length === 0;
  const consequences = consequencesOf(before, after, { regions: shown, open });
  const { regions, edits } = attributed(edited.all, shown, causes.value, consequences);
  return {
    equivalent: complete && regions.length === 0,
    class: mostSevere([...regions, ...consequences, ...open]),
    regions,
    edits,
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

/** What is said about regions. */
interface Teller {
  write: ConditionWriter;
  partsIn: (pair: Pair) => RegionParts | null;
  describe: ReturnType<typeof regionDescriber>;
  classify: Classify;
  space: Space;
}

function toRegion(
  { write, partsIn, describe, classify, space }: Teller,
  { pair, later, from, until, boxes, witness }: FoundRegion,
  edits: readonly Edit[],
  share: Region['share'],
): RegionWithoutCause {
  const [before, after] = [deciderOf(pair.before), deciderOf(pair.after)];
  const parts = [pair, ...later].map(partsIn);
  const condition = write(pair, boxes, parts[0] ?? null);
  return {
    id: digest([before, after, condition, Number.isFinite(from) ? from : null]).slice(0, 12),
    before,
    after,
    class: classify(before, after),
    condition,
    when: describe(pair, parts, edits),
    from,
    until,
    traffic: trafficOf(space, boxes),
    witness,
    share,
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
