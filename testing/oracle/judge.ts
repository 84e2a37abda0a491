import type { Fact, FactOf } from '../../engine/analysis/facts.ts';
import type { AnalysisSubject } from '../../engine/solver/subject.ts';
import { boundaryGaps, factsIn, orderOf } from './brute-force.ts';
import { now } from './comparable-facts.ts';
import type { BoundaryGap, Facts } from './facts.ts';
import { clausesOf, isOpaque, namesIn } from './input-space.ts';
import { judgeRule } from './judge-rule.ts';
import { triggerOf } from './read-rule-set.ts';
import type { Search } from './search.ts';
import { yes } from './truths.ts';
import { compared, nameOf, saidBy, type Said, type Verdict } from './verdict.ts';

/** Judges everything that an analysis says of a rule set, and everything on which it is silent. */
export function judge(
  search: Search,
  { facts, subject }: { facts: readonly Fact[]; subject: AnalysisSubject },
): Verdict[] {
  const truth = factsIn(search);
  const said = saidBy(facts);
  const possible = compared('assumption-unsatisfiable', '', {
    said: said.of('assumption-unsatisfiable').length > 0,
    holds: truth.assumptionsUnsatisfiable,
  });
  // If there are no inputs, everything is true of all of them.
  if (truth.assumptionsUnsatisfiable) return [possible];
  return [
    possible,
    ...search.rules.flatMap(rule => judgeRule(rule, search, truth, said)),
    judgeGaps(search, said),
    ...judgeBoundaries(search, said),
    ...subject.invariants.flatMap(({ invariant: { id } }, index) => judgeInvariant(id, index, search, truth, said)),
  ];
}

/** No rule fires on inputs of a region. The regions hold all uncovered inputs of one period: the current one, or else the first that has any. */
function judgeGaps({ space, inputs, periods }: Search, said: Said): Verdict {
  const [gaps] = said.of('uncovered-input');
  const inside = (gaps?.regions ?? []).map(({ condition }) => space.evaluate(triggerOf(condition)));
  const isInside = (input: number) => inside.some(each => each[input] === yes);
  const uncovered = periods.map(({ at, active }) => ({
    at,
    inputs: new Set(inputs.filter(input => active.every(each => each.fires[input] !== 1))),
  }));
  const isWrong = uncovered
    .filter(({ at }) => !gaps?.period || (at >= gaps.period.from && at < gaps.period.until))
    .some(open => inputs.some(input => isInside(input) && !open.inputs.has(input)));
  const current = uncovered.filter(({ at }, index) => index === 0 || at <= now).pop();
  const listed = current?.inputs.size ? current : uncovered.find(open => open.inputs.size > 0);
  const isMissed = gaps?.more !== true && [...(listed?.inputs ?? [])].some(input => !isInside(input));
  const otherwise = said.isOpen('uncovered-input', null) ? 'undecided' : isMissed ? 'missed' : 'right';
  return { question: 'uncovered-input', about: '', is: isWrong ? 'wrong' : otherwise };
}

/** Judges the gaps at values of a signal. A gap of a rule that compares the signal with others too may be left out. */
function judgeBoundaries(search: Search, said: Said): Verdict[] {
  const found = boundaryGaps(search);
  const anywhere = boundaryGaps(search, true);
  const named = said.of('boundary-gap').filter(gap => search.space.signals.some(({ name }) => name === gap.signal));
  const isAt = (gap: BoundaryGap, { signal, value, above }: FactOf<'boundary-gap'>) =>
    gap.signal === signal && orderOf(gap.at) === value && gap.above === nameOf(above);
  const comparesAlone = (rule: string, signal: string): boolean => {
    const trigger = search.rules.find(({ name }) => name === rule)?.trigger;
    return trigger !== undefined && !clausesOf(trigger).some(each => isOpaque(each) && namesIn(each).includes(signal));
  };
  const expected = found.filter(gap => [gap.below, gap.above].every(rule => comparesAlone(rule, gap.signal)));
  return [
    ...named.map(gap =>
      compared('boundary-gap', `${gap.signal} ${gap.value} ${nameOf(gap.above)}`, {
        said: true,
        holds: anywhere.some(each => isAt(each, gap) && each.below === nameOf(gap.below)),
      }),
    ),
    ...expected
      .filter(gap => !named.some(each => isAt(gap, each)))
      .map(gap =>
        compared('boundary-gap', `${gap.signal} ${orderOf(gap.at)} ${gap.above}`, {
          said: false,
          holds: true,
          isOpen: said.isOpen('boundary-gap', gap.above),
        }),
      ),
  ];
}

/** An invariant is violated, proved or undecided. If no input satisfies its condition, the proof says so. */
function judgeInvariant(
  id: string,
  index: number,
  { naive, space, inputs }: Search,
  truth: Facts,
  said: Said,
): Verdict[] {
  const isBroken = truth.violated.includes(id);
  const when = naive.invariants?.find(each => each.id === id)?.when;
  const applies = when && space.evaluate(when);
  const isVacuous = applies !== undefined && !inputs.some(input => applies[input] === yes);
  const violated = said.of('invariant-violated').some(each => each.invariant === index);
  const proved = said.of('invariant-proved').find(each => each.invariant === index);
  const isOpen = said.isOpenInvariant(index);
  return [
    compared('invariant-violated', id, { said: violated, holds: isBroken, isOpen }),
    compared('invariant-proved', id, { said: proved !== undefined, holds: !isBroken, isOpen }),
    ...(proved ? [compared('invariant-proved', `${id} vacuously`, { said: proved.vacuous, holds: isVacuous })] : []),
  ];
}
