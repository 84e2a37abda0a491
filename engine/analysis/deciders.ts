import type { Claim } from '../solver/claim.ts';
import type { Cover, Decider } from './facts.ts';
import type { Witness } from '../solver/gate.ts';
import { inForce, type Ground, type GroundRule } from '../solver/problem.ts';
import { before, common, firstAnswer, neighbours, periodsOf, type Answer, type Inquiry } from '../solver/solver.ts';
import { firstMeeting } from '../solver/point.ts';
import { removeRange } from '../solver/search/clause-index.ts';
import { sharesOf } from './shares.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, witnessIn } from '../solver/witness/witness.ts';

/** The rules of a cover that are asked whether they decide. Nobody reads more. */
const maxAsked = 3;

export interface Deciders {
  deciders: Decider[];
  /** Whether a rule with another outcome decides inputs of the rule. */
  differs: boolean | 'undecided';
}

/**
 * Rules that decide inputs of a rule that never decides: the first that cover it, and one with another outcome if there is one. Each comes with an
 * input that the gate has confirmed.
 * @param known deciders before an edit: their inputs are tried before others are searched for
 */
export function decidersOf(
  inquiry: Inquiry,
  rule: GroundRule,
  { alone, together }: Pick<Cover, 'alone' | 'together'>,
  known: readonly Decider[] = [],
): Deciders {
  const { ground } = inquiry;
  const hints = new Map(known.map(decider => [decider.rule, decider.witness]));
  const covering = new Set([...alone, ...together].slice(0, maxAsked));
  const asked = new Set<GroundRule>();
  const found: Deciders = { deciders: [], differs: false };
  for (const other of ground.rules.slice(0, rule.position)) {
    // Of rules that cover it alone, one that decides is enough.
    if (alone.length > 0 && found.deciders.length > 0) break;
    if (covering.has(other.rule)) ask(other);
  }
  for (const other of othersThatDiffer(ground, rule, hints)) {
    if (found.differs === true) break;
    if (!asked.has(other)) ask(other);
  }
  return found;

  function ask(other: GroundRule): void {
    asked.add(other);
    const isOther = other.outcome !== rule.outcome;
    const decided = decidesSome(inquiry, rule, other, hints.get(other.rule));
    if (decided === 'undecided' && isOther) found.differs ||= 'undecided';
    if (decided === null || decided === 'undecided') return;
    const { answer, witness } = decided;
    if (isOther) found.differs = true;
    if (isOther && answer !== null) inquiry.remember(['otherwise', rule.key], answer);
    if (witness === null) return;
    const all = alone.includes(other.rule) && comesFirst(ground, rule, other);
    found.deciders.push({ rule: other.rule, witness, all });
  }
}

/**
 * An input on which one rule fires and another decides.
 * `answer`: as the search found it; null if the hint is such an input. `witness`: null if the gate does not confirm what the search found.
 */
function decidesSome(
  inquiry: Inquiry,
  rule: GroundRule,
  other: GroundRule,
  hint: Witness | undefined,
): { answer: Answer | null; witness: Witness | null } | null | 'undecided' {
  const { ground, gate } = inquiry;
  const claim: Claim = [
    { kind: 'fires', rule: rule.rule },
    { kind: 'decides', rule: other.rule },
  ];
  const confirmed = hint && gate.confirm([claim], hint, () => []);
  if (confirmed) return { answer: null, witness: confirmed };
  const region = common(ground, rule.fires, other.fires);
  const found = firstAnswer(
    periodsOf(ground, rule).filter(period => inForce(other, period)),
    period => inquiry.ask(region, before(ground, other.position, period), period),
  );
  if (found === null || found === 'undecided') return found;
  const { answer, item } = found;
  const shown = show(inquiry, { answer, region, outside: before(ground, other.position, item) }, claim);
  return { answer, witness: witnessIn(shown) };
}

/** Whether no rule before another fires on any input of a rule: then the other decides all that it covers of it. */
function comesFirst(ground: Ground, rule: GroundRule, other: GroundRule): boolean {
  return periodsOf(ground, rule).every(period => {
    const earlier = before(ground, other.position, period);
    removeRange(earlier, 0, ground.laws);
    return rule.fires.every(box => firstMeeting(ground, box, earlier) === -1);
  });
}

/** Rules before a rule with another outcome that fire on inputs of its, those that probably decide some first; some come twice. */
function* othersThatDiffer(
  ground: Ground,
  rule: GroundRule,
  hints: ReadonlyMap<AnalysedRule, Witness>,
): Generator<GroundRule> {
  const differ = (others: readonly GroundRule[]): GroundRule[] =>
    others.filter(other => other.position < rule.position && other.outcome !== rule.outcome);
  if (hints.size > 0) yield* differ(ground.rules.filter(other => hints.has(other.rule)));
  yield* differ(sampledDeciders(ground, rule));
  yield* differ(neighbours(ground, rule));
}

/** The rules that decide a sample of a rule's inputs, the most frequent first: today, or in the first period in which it is in force. */
function sampledDeciders(ground: Ground, rule: GroundRule): GroundRule[] {
  const periods = periodsOf(ground, rule);
  const period = periods.find(({ from, until }) => ground.now >= from && ground.now < until) ?? periods[0];
  if (period === undefined) return [];
  const { shares } = sharesOf(ground, rule.fires, before(ground, rule.position, period));
  return [...shares]
    .sort(([, a], [, b]) => b - a)
    .flatMap(([position]) => (position === null ? [] : (ground.rules[position] ?? [])));
}
