import { constrained, type Box } from '../space/dimension.ts';
import { firingTruth } from '../space/regions.ts';
import { printBox } from '../space/print/print.ts';
import type { Analysis } from './analyse.ts';
import { sharesOf } from './shares.ts';
import { beyondLimit, type Reason, type Undecided } from './facts.ts';
import type { Witness } from '../solver/gate.ts';
import { inForce, wide, type Ground, type GroundRule, type Period } from '../solver/problem.ts';
import {
  before,
  common,
  createInquiry,
  firstAnswer,
  lawsOf,
  meet,
  periodsOf,
  workPerQuestion,
  type Inquiry,
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
const mostConditions = 12;
/** How many times the work of one question the rules that take inputs away may take together. */
const questionsOfWork = 20;

/** @param limit work that one question may take, in words of clauses looked at */
export function explainRule({ ground, facts }: Analysis, rule: AnalysedRule, limit = workPerQuestion): RuleStory {
  const inquiry = createInquiry(ground, limit);
  const own = ground.rules.find(each => each.rule.index === rule.index) ?? null;
  const covered = facts.flatMap(fact =>
    fact.kind === 'shadowed-rule' || fact.kind === 'redundant-rule' ? [fact] : [],
  );
  const story: RuleStory = {
    rule,
    place: own === null ? null : { position: own.position + 1, of: ground.rules.length },
    fires: firing(inquiry, rule),
    onUnknown: canBeUnknown(inquiry, rule) ? (truthOf(rule) === 'possible' ? 'fires' : 'silent') : null,
    periods: [],
    decides: null,
    matters: null,
    takes: covered.flatMap(({ rule: other, cover: { alone, together } }) =>
      own !== null && [...alone, ...together].some(({ index }) => index === rule.index)
        ? [{ rule: other, ...shareTaken(ground, own, other) }]
        : [],
    ),
    undecided: [],
  };
  if (own === null) return story;

  const decided = firstAnswer(periodsOf(ground, own), period =>
    inquiry.ask(own.fires, before(ground, own.position, period), period),
  );
  if (decided === 'undecided') leaveOpen('decides', beyondLimit);
  else if (decided !== null) {
    const outside = before(ground, own.position, decided.item);
    const shown = show(inquiry, { answer: decided.answer, region: own.fires, outside }, [
      { kind: 'decides', rule: own.rule },
    ]);
    story.decides = witnessIn(shown);
    leaveOpen('decides', undecidedIn(shown));
    const change = changeWithout(inquiry, own);
    story.matters = change.matters;
    leaveOpen('matters', change.undecided);
  }
  const most = inquiry.work() + questionsOfWork * limit;
  for (const period of periodsOf(ground, own)) {
    const told = periodStory(inquiry, own, period, most);
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
function shareTaken(ground: Ground, own: GroundRule, { index }: AnalysedRule): { share: number; exact: boolean } {
  const other = ground.rules.find(each => each.rule.index === index);
  const [period] = other === undefined ? [] : periodsOf(ground, other);
  if (other === undefined || period === undefined) return { share: 0, exact: false };
  const { shares, exact } = sharesOf(ground, other.fires, before(ground, other.position, period));
  return { share: shares.get(own.position) ?? 0, exact };
}

function truthOf({ onUnknown, rule }: AnalysedRule): 'true' | 'possible' {
  return firingTruth(onUnknown, rule.decide === 'continue');
}

function canBeUnknown(inquiry: Inquiry, { condition }: AnalysedRule): boolean {
  const { regions } = inquiry.ground;
  const [possible, refutable] = [regions.within([condition, 'possible']), regions.within([condition, 'refutable'])];
  if (possible === null || refutable === null) return true;
  const unknown = common(inquiry.ground, wide(inquiry.ground, possible), wide(inquiry.ground, refutable));
  const laws = lawsOf(inquiry.ground);
  return unknown.some(box => inquiry.prove(box, laws).kind !== 'none');
}

function firing(inquiry: Inquiry, rule: AnalysedRule): RuleStory['fires'] {
  const { ground } = inquiry;
  const { space, regions } = ground;
  const region = regions.within([rule.condition, truthOf(rule)]);
  if (region === null) return null;
  const boxes = wide(ground, region);
  const isWritable = (box: Box): boolean =>
    constrained(space.layout, box).every(({ subject }) => subject.kind !== 'part');
  if (!boxes.every(isWritable)) return null;
  const laws = lawsOf(ground);
  const possible = boxes.filter(box => inquiry.prove(box, laws).kind !== 'none');
  const conditions = [...new Set(possible.map(box => printBox(space, box)))];
  const more = Math.max(0, conditions.length - mostConditions);
  return { conditions: conditions.slice(0, mostConditions), more };
}

/** An input that a rule decides, and for which another outcome would follow without it. */
function changeWithout(
  inquiry: Inquiry,
  rule: GroundRule,
): { matters: RuleStory['matters']; undecided: Undecided | null } {
  const { ground } = inquiry;
  const later: (GroundRule | null)[] = [
    ...ground.rules.filter(
      other =>
        other.position > rule.position && other.outcome !== rule.outcome && meet(ground, other.fires, rule.fires),
    ),
    ...(ground.defaultOutcome === rule.outcome ? [] : [null]),
  ];
  let undecided: Undecided | null = null;
  // The default first: that nothing else would decide is the plainest story.
  for (const instead of later.reverse()) {
    for (const period of periodsOf(ground, rule)) {
      if (instead !== null && !inForce(instead, period)) continue;
      const outside = before(ground, instead?.position ?? Infinity, period);
      removeRange(outside, rule.first, rule.end);
      const region = instead === null ? rule.fires : common(ground, rule.fires, instead.fires);
      const answer = inquiry.ask(region, outside, period);
      if (answer === 'undecided') undecided ??= beyondLimit;
      if (answer === null || answer === 'undecided') continue;
      const decider = instead?.rule ?? null;
      const shown = show(inquiry, { answer, region, outside }, [
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
  inquiry: Inquiry,
  rule: GroundRule,
  period: Period,
  most: number,
): { period: PeriodStory; undecided: { rule: AnalysedRule; because: Reason }[] } {
  const { ground } = inquiry;
  const { shares, exact } = sharesOf(ground, rule.fires, before(ground, rule.position, period));
  const undecided: { rule: AnalysedRule; because: Reason }[] = [];
  const takenBy: PeriodStory['takenBy'] = [];
  for (const other of earlierThan(ground, rule, period)) {
    const share = shares.get(other.position) ?? 0;
    if (inquiry.work() > most) {
      undecided.push({ rule: other.rule, because: beyondLimit.because });
      continue;
    }
    const region = common(ground, rule.fires, other.fires);
    const outside = before(ground, other.position, period);
    const answer = inquiry.ask(region, outside, period);
    if (answer === 'undecided') undecided.push({ rule: other.rule, because: beyondLimit.because });
    if (answer === null || answer === 'undecided') continue;
    const shown = show(inquiry, { answer, region, outside }, [
      { kind: 'fires', rule: rule.rule },
      { kind: 'decides', rule: other.rule },
    ]);
    const witness = witnessIn(shown);
    if (witness === null)
      undecided.push({ rule: other.rule, because: undecidedIn(shown)?.because ?? { kind: 'errors' } });
    else takenBy.push({ rule: other.rule, share, witness });
  }
  const decides = shares.get(null) ?? 0;
  const never = decides === 0 && inquiry.ask(rule.fires, before(ground, rule.position, period), period) === null;
  return { period: { ...period, decides, never, takenBy, complete: undecided.length === 0, exact }, undecided };
}

function earlierThan(ground: Ground, rule: GroundRule, period: Period): GroundRule[] {
  return ground.rules
    .slice(0, rule.position)
    .filter(other => inForce(other, period) && meet(ground, other.fires, rule.fires));
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
