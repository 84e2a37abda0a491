import { constrained, type Box } from '../space/dimension.ts';
import { firingTruth } from '../space/regions.ts';
import { printBox } from '../space/print/print.ts';
import type { Analysis } from './analyse.ts';
import { sharesOf } from './shares.ts';
import { beyondLimit, type Reason, type Undecided } from './facts.ts';
import type { Witness } from '../solver/gate.ts';
import { inForce, wide, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import {
  clausesBefore,
  common,
  createSolver,
  firstAnswer,
  constraintsOf,
  meet,
  periodsOf,
  workPerQuestion,
  type Solver,
} from '../solver/solver.ts';
import { removeRange } from '../solver/search/clause-index.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';

/** The explanation of a rule: when it fires, which rules decide instead, and what would change without it. */
export interface RuleStory {
  rule: AnalysedRule;
  /** Its position in deciding order among the active rules, from 1; null for a shadow rule, which decides nothing. */
  place: { position: number; of: number } | null;
  /**
   * CEL conditions of which at least one holds exactly if the rule fires, given `onUnknown` and the declarations. Empty if it never fires, null if
   * the condition is too complex; `more` counts those beyond the limit.
   */
  fires: { conditions: string[]; more: number } | null;
  /** What the rule does if its condition is unknown; null if the condition cannot be unknown. */
  onUnknown: 'fires' | 'silent' | null;
  /** The consecutive periods in which it is in force, merged while it decides in the same way. Empty for a shadow rule. */
  periods: PeriodStory[];
  /** An input on which it decides; null if there is none or this is undecided. */
  decides: Witness | null;
  /** An input that has a different outcome without it, and the rule (null: the default) that would decide there. */
  matters: { witness: Witness; instead: AnalysedRule | null } | null;
  /** Rules that never decide because it covers them, alone or together with others. `share` is the part of their combinations that it decides. */
  takes: { rule: AnalysedRule; share: number; exact: boolean }[];
  /** The questions left undecided. */
  undecided: OpenPart[];
}

/** An undecided question: whether the rule decides anything, whether it makes a difference, or whether the rule `by` takes inputs from it. */
export interface OpenPart {
  question: 'decides' | 'matters' | 'takenBy';
  by?: AnalysedRule;
  because: Reason;
}

/** What a rule does in one period. Shares are parts of the combinations of cells on which the rule fires, from 0 to 1, and estimates unless `exact`. */
export interface PeriodStory extends Period {
  /** Share that it decides itself; if estimated, 0 may mean rarely. */
  decides: number;
  /** True if it is proved that it never decides. */
  never: boolean;
  /** The earlier rules that decide instead, in deciding order, each with an input. An estimated share of 0 may be too small for the sample. */
  takenBy: { rule: AnalysedRule; share: number; witness: Witness }[];
  /** True if `takenBy` lists all of them. */
  complete: boolean;
  exact: boolean;
}

/** Maximum number of conditions listed. */
const maxConditions = 12;
/** Maximum work for all `takenBy` questions together, as a multiple of the limit for one question. */
const questionsOfWork = 20;

/** @param limit maximum work for one question, in words of clauses examined */
export function explainRule({ problem, facts }: Analysis, rule: AnalysedRule, limit = workPerQuestion): RuleStory {
  const solver = createSolver(problem, limit);
  const own = problem.rules.find(each => each.rule.index === rule.index) ?? null;
  const covered = facts.flatMap(fact =>
    fact.kind === 'shadowed-rule' || fact.kind === 'redundant-rule' ? [fact] : [],
  );
  const story: RuleStory = {
    rule,
    place: own === null ? null : { position: own.position + 1, of: problem.rules.length },
    fires: firing(solver, rule),
    onUnknown: canBeUnknown(solver, rule) ? (truthOf(rule) === 'possible' ? 'fires' : 'silent') : null,
    periods: [],
    decides: null,
    matters: null,
    takes: covered.flatMap(({ rule: other, cover: { alone, together } }) =>
      own !== null && [...alone, ...together].some(({ index }) => index === rule.index)
        ? [{ rule: other, ...shareTaken(problem, own, other) }]
        : [],
    ),
    undecided: [],
  };
  if (own === null) return story;

  const decided = firstAnswer(periodsOf(problem, own), period =>
    solver.solve(own.fires, clausesBefore(problem, own.position, period), period),
  );
  if (decided === 'undecided') leaveOpen('decides', beyondLimit);
  else if (decided !== null) {
    const excluding = clausesBefore(problem, own.position, decided.item);
    const shown = show(solver, { answer: decided.answer, region: own.fires, excluding }, [
      { kind: 'decides', rule: own.rule },
    ]);
    story.decides = witnessIn(shown);
    leaveOpen('decides', undecidedIn(shown));
    const change = changeWithout(solver, own);
    story.matters = change.matters;
    leaveOpen('matters', change.undecided);
  }
  const maxTotal = solver.work() + questionsOfWork * limit;
  for (const period of periodsOf(problem, own)) {
    const result = periodStory(solver, own, period, maxTotal);
    for (const { rule: other, because } of result.undecided) leaveOpen('takenBy', { because }, other);
    const last = story.periods.at(-1);
    if (last !== undefined && sameStory(last, result.period)) last.until = period.until;
    else story.periods.push(result.period);
  }
  return story;

  function leaveOpen(question: OpenPart['question'], open: Pick<OpenPart, 'because'> | null, by?: AnalysedRule): void {
    if (open === null || story.undecided.some(each => each.question === question && each.by === by)) return;
    story.undecided.push({ question, because: open.because, ...(by && { by }) });
  }
}

/** The share of another rule's inputs that `own` decides, in the first period in which the other is in force. */
function shareTaken(problem: Problem, own: ProblemRule, { index }: AnalysedRule): { share: number; exact: boolean } {
  const other = problem.rules.find(each => each.rule.index === index);
  const [period] = other === undefined ? [] : periodsOf(problem, other);
  if (other === undefined || period === undefined) return { share: 0, exact: false };
  const { shares, exact } = sharesOf(problem, other.fires, clausesBefore(problem, other.position, period));
  return { share: shares.get(own.position) ?? 0, exact };
}

function truthOf({ onUnknown, rule }: AnalysedRule): 'true' | 'possible' {
  return firingTruth(onUnknown, rule.decide === 'continue');
}

function canBeUnknown(solver: Solver, { condition }: AnalysedRule): boolean {
  const { regions } = solver.problem;
  const [possible, refutable] = [regions.within([condition, 'possible']), regions.within([condition, 'refutable'])];
  if (possible === null || refutable === null) return true;
  const unknown = common(solver.problem, wide(solver.problem, possible), wide(solver.problem, refutable));
  const constraints = constraintsOf(solver.problem);
  return unknown.some(box => solver.prove(box, constraints).kind !== 'none');
}

function firing(solver: Solver, rule: AnalysedRule): RuleStory['fires'] {
  const { problem } = solver;
  const { space, regions } = problem;
  const region = regions.within([rule.condition, truthOf(rule)]);
  if (region === null) return null;
  const boxes = wide(problem, region);
  const isWritable = (box: Box): boolean =>
    constrained(space.layout, box).every(({ subject }) => subject.kind !== 'part');
  if (!boxes.every(isWritable)) return null;
  const constraints = constraintsOf(problem);
  const possible = boxes.filter(box => solver.prove(box, constraints).kind !== 'none');
  const conditions = [...new Set(possible.map(box => printBox(space, box)))];
  const more = Math.max(0, conditions.length - maxConditions);
  return { conditions: conditions.slice(0, maxConditions), more };
}

/** An input that a rule decides and that has a different outcome without it. */
function changeWithout(
  solver: Solver,
  rule: ProblemRule,
): { matters: RuleStory['matters']; undecided: Undecided | null } {
  const { problem } = solver;
  const later: (ProblemRule | null)[] = [
    ...problem.rules.filter(
      other =>
        other.position > rule.position && other.outcome !== rule.outcome && meet(problem, other.fires, rule.fires),
    ),
    ...(problem.defaultOutcome === rule.outcome ? [] : [null]),
  ];
  let undecided: Undecided | null = null;
  // The default first: it makes the simplest explanation.
  for (const instead of later.reverse()) {
    for (const period of periodsOf(problem, rule)) {
      if (instead !== null && !inForce(instead, period)) continue;
      const excluding = clausesBefore(problem, instead?.position ?? Infinity, period);
      removeRange(excluding, rule.first, rule.end);
      const region = instead === null ? rule.fires : common(problem, rule.fires, instead.fires);
      const answer = solver.solve(region, excluding, period);
      if (answer === 'undecided') undecided ??= beyondLimit;
      if (answer === null || answer === 'undecided') continue;
      const decider = instead?.rule ?? null;
      const shown = show(solver, { answer, region, excluding }, [
        { kind: 'decides', rule: rule.rule },
        { kind: 'without-rule', without: rule.rule, decides: decider },
      ]);
      const witness = witnessIn(shown);
      if (witness !== null) return { matters: { witness, instead: decider }, undecided: null };
      undecided ??= undecidedIn(shown) ?? { kind: 'undecided', because: { kind: 'errors' } };
    }
  }
  return { matters: null, undecided };
}

function periodStory(
  solver: Solver,
  rule: ProblemRule,
  period: Period,
  maxTotal: number,
): { period: PeriodStory; undecided: { rule: AnalysedRule; because: Reason }[] } {
  const { problem } = solver;
  const { shares, exact } = sharesOf(problem, rule.fires, clausesBefore(problem, rule.position, period));
  const undecided: { rule: AnalysedRule; because: Reason }[] = [];
  const takenBy: PeriodStory['takenBy'] = [];
  for (const other of earlierThan(problem, rule, period)) {
    const share = shares.get(other.position) ?? 0;
    if (solver.work() > maxTotal) {
      undecided.push({ rule: other.rule, because: beyondLimit.because });
      continue;
    }
    const region = common(problem, rule.fires, other.fires);
    const excluding = clausesBefore(problem, other.position, period);
    const answer = solver.solve(region, excluding, period);
    if (answer === 'undecided') undecided.push({ rule: other.rule, because: beyondLimit.because });
    if (answer === null || answer === 'undecided') continue;
    const shown = show(solver, { answer, region, excluding }, [
      { kind: 'fires', rule: rule.rule },
      { kind: 'decides', rule: other.rule },
    ]);
    const witness = witnessIn(shown);
    if (witness === null)
      undecided.push({ rule: other.rule, because: undecidedIn(shown)?.because ?? { kind: 'errors' } });
    else takenBy.push({ rule: other.rule, share, witness });
  }
  const decides = shares.get(null) ?? 0;
  const never =
    decides === 0 && solver.solve(rule.fires, clausesBefore(problem, rule.position, period), period) === null;
  return { period: { ...period, decides, never, takenBy, complete: undecided.length === 0, exact }, undecided };
}

function earlierThan(problem: Problem, rule: ProblemRule, period: Period): ProblemRule[] {
  return problem.rules
    .slice(0, rule.position)
    .filter(other => inForce(other, period) && meet(problem, other.fires, rule.fires));
}

/** True if two adjoining periods have the same story. */
function sameStory(a: PeriodStory, b: PeriodStory): boolean {
  return (
    a.until === b.from &&
    a.decides === b.decides &&
    a.never === b.never &&
    a.complete === b.complete &&
    a.takenBy.length === b.takenBy.length &&
    a.takenBy.every(({ rule, share }, at) => b.takenBy[at]?.rule === rule && b.takenBy[at].share === share)
  );
}
