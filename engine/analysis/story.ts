import { constrained, type Box } from '../space/dimension.ts';
import { firingTruth } from '../space/regions.ts';
import { printBox } from '../space/print/print.ts';
import type { Analysis } from './analyse.ts';
import { sharesOf } from './shares.ts';
import { beyondLimit, type Reason, type Undecided } from './facts.ts';
import type { Witness } from '../solver/gate.ts';
import { inForce, wide, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import {
  before,
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

/** What becomes of a rule: when it fires, who decides there instead, and what would be without it. */
export interface RuleStory {
  rule: AnalysedRule;
  /** Its place in deciding order among the active rules, from 1; null for a shadow rule, which decides nothing. */
  place: { position: number; of: number } | null;
  /**
   * When it fires, `onUnknown` and the declarations taken into account: one of these CEL conditions holds. Null where there are too many parts to be
   * written down; empty where it never fires.
   */
  fires: { conditions: string[]; more: number } | null;
  /** What it does where its condition is unknown; null where that cannot be, since no signal that it needs can be missing. */
  onUnknown: 'fires' | 'silent' | null;
  /** The times in which it is in force and decides in the same way, in order. Empty for a shadow rule. */
  periods: PeriodStory[];
  /** An input on which it decides; null where there is none, and where that is not known (`undecided`). */
  decides: Witness | null;
  /** An input on which something else would happen without it, and the rule (null: the default) that would decide there. */
  matters: { witness: Witness; instead: AnalysedRule | null } | null;
  /** Rules that never decide because it covers them, alone or with others. Shares are of the combinations on which they fire. */
  takes: { rule: AnalysedRule; share: number; exact: boolean }[];
  /** What of it is not known. */
  undecided: OpenPart[];
}

/** Whether the rule decides anything, whether it makes a difference, or whether a rule (`by`) takes inputs from it. */
export interface OpenPart {
  question: 'decides' | 'matters' | 'takenBy';
  by?: AnalysedRule;
  because: Reason;
}

/** Shares are of combinations of cells on which the rule fires, 0 to 1; estimated where not `exact`. */
export interface PeriodStory extends Period {
  /** How often it decides itself; where that is an estimate, 0 may mean seldom. */
  decides: number;
  /** It is proved that it never does. */
  never: boolean;
  /** The rules that decide there before it does, in deciding order, each with an input. A share of 0 is too small to have been met. */
  takenBy: { rule: AnalysedRule; share: number; witness: Witness }[];
  /** There are no others. */
  complete: boolean;
  exact: boolean;
}

/** Conditions that are written out. */
const maxConditions = 12;
/** How many times the work of one question the rules that take inputs away may take together. */
const questionsOfWork = 20;

/** @param limit work that one question may take, in words of clauses looked at */
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
    solver.solve(own.fires, before(problem, own.position, period), period),
  );
  if (decided === 'undecided') leaveOpen('decides', beyondLimit);
  else if (decided !== null) {
    const outside = before(problem, own.position, decided.item);
    const shown = show(solver, { answer: decided.answer, region: own.fires, outside }, [
      { kind: 'decides', rule: own.rule },
    ]);
    story.decides = witnessIn(shown);
    leaveOpen('decides', undecidedIn(shown));
    const change = changeWithout(solver, own);
    story.matters = change.matters;
    leaveOpen('matters', change.undecided);
  }
  const most = solver.work() + questionsOfWork * limit;
  for (const period of periodsOf(problem, own)) {
    const told = periodStory(solver, own, period, most);
    for (const { rule: other, because } of told.undecided) leaveOpen('takenBy', { because }, other);
    const last = story.periods.at(-1);
    if (last !== undefined && sameStory(last, told.period)) last.until = period.until;
    else story.periods.push(told.period);
  }
  return story;

  function leaveOpen(question: OpenPart['question'], open: Pick<OpenPart, 'because'> | null, by?: AnalysedRule): void {
    if (open === null || story.undecided.some(each => each.question === question && each.by === by)) return;
    story.undecided.push({ question, because: open.because, ...(by && { by }) });
  }
}

/** How much of what another rule fires on a rule decides, in the first period in which the other is in force. */
function shareTaken(problem: Problem, own: ProblemRule, { index }: AnalysedRule): { share: number; exact: boolean } {
  const other = problem.rules.find(each => each.rule.index === index);
  const [period] = other === undefined ? [] : periodsOf(problem, other);
  if (other === undefined || period === undefined) return { share: 0, exact: false };
  const { shares, exact } = sharesOf(problem, other.fires, before(problem, other.position, period));
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

/** An input that a rule decides, and for which another outcome would follow without it. */
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
  // The default first: that nothing else would decide is the plainest story.
  for (const instead of later.reverse()) {
    for (const period of periodsOf(problem, rule)) {
      if (instead !== null && !inForce(instead, period)) continue;
      const outside = before(problem, instead?.position ?? Infinity, period);
      removeRange(outside, rule.first, rule.end);
      const region = instead === null ? rule.fires : common(problem, rule.fires, instead.fires);
      const answer = solver.solve(region, outside, period);
      if (answer === 'undecided') undecided ??= beyondLimit;
      if (answer === null || answer === 'undecided') continue;
      const decider = instead?.rule ?? null;
      const shown = show(solver, { answer, region, outside }, [
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
  most: number,
): { period: PeriodStory; undecided: { rule: AnalysedRule; because: Reason }[] } {
  const { problem } = solver;
  const { shares, exact } = sharesOf(problem, rule.fires, before(problem, rule.position, period));
  const undecided: { rule: AnalysedRule; because: Reason }[] = [];
  const takenBy: PeriodStory['takenBy'] = [];
  for (const other of earlierThan(problem, rule, period)) {
    const share = shares.get(other.position) ?? 0;
    if (solver.work() > most) {
      undecided.push({ rule: other.rule, because: beyondLimit.because });
      continue;
    }
    const region = common(problem, rule.fires, other.fires);
    const outside = before(problem, other.position, period);
    const answer = solver.solve(region, outside, period);
    if (answer === 'undecided') undecided.push({ rule: other.rule, because: beyondLimit.because });
    if (answer === null || answer === 'undecided') continue;
    const shown = show(solver, { answer, region, outside }, [
      { kind: 'fires', rule: rule.rule },
      { kind: 'decides', rule: other.rule },
    ]);
    const witness = witnessIn(shown);
    if (witness === null)
      undecided.push({ rule: other.rule, because: undecidedIn(shown)?.because ?? { kind: 'errors' } });
    else takenBy.push({ rule: other.rule, share, witness });
  }
  const decides = shares.get(null) ?? 0;
  const never = decides === 0 && solver.solve(rule.fires, before(problem, rule.position, period), period) === null;
  return { period: { ...period, decides, never, takenBy, complete: undecided.length === 0, exact }, undecided };
}

function earlierThan(problem: Problem, rule: ProblemRule, period: Period): ProblemRule[] {
  return problem.rules
    .slice(0, rule.position)
    .filter(other => inForce(other, period) && meet(problem, other.fires, rule.fires));
}

/** Periods that follow each other with nothing to tell between them. */
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
