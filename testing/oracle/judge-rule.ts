import type { FactOf } from '../../engine/analysis/facts.ts';
import type { AnalysedRule } from '../../engine/solver/subject.ts';
import { everDecides, makesDifference, placesOf } from './brute-force.ts';
import { clauseName } from './comparable-facts.ts';
import type { Facts } from './facts.ts';
import { canDelete } from './irrelevant-clauses.ts';
import { winnerAt, type Fired, type Search } from './search.ts';
import { yes } from './truths.ts';
import { compared, nameOf, type Said, type Verdict } from './verdict.ts';

/** Judges what is said about a rule. */
export function judgeRule(rule: Fired, search: Search, truth: Facts, said: Said): Verdict[] {
  const { name } = rule;
  const [failsOpen] = said.about('fails-open', name);
  const lost = truth.failsOpen.find(each => each.rule === name)?.signals ?? [];
  const together = truth.conflicts.find(each => each.rule === name)?.with ?? [];
  const named = said
    .about('conflicting-rules', name)
    .flatMap(({ clusters }) => clusters.flatMap(({ rules }) => rules.map(nameOf)));
  return [
    judgeStanding(rule, search, truth, said),
    judgeClauses(rule, search, truth, said),
    compared('tautological-trigger', name, {
      said: said.about('tautological-trigger', name).length > 0,
      holds: truth.tautological.includes(name),
    }),
    compared('fails-open', name, {
      said: failsOpen !== undefined,
      holds: failsOpen ? lost.includes(failsOpen.signal) : lost.length > 0,
      isOpen: said.isOpen('fails-open', name),
    }),
    ...[...new Set([...together, ...named])].map(other =>
      compared('conflicting-rules', `${name} ${other}`, {
        said: named.includes(other),
        holds: together.includes(other),
        isOpen: said.isOpen('conflicting-rules', name),
      }),
    ),
  ];
}

/** At most one of these is true of a rule. */
const standings = ['contradictory-trigger', 'shadowed-rule', 'redundant-rule'] as const;

/** Judges whether the rule is contradictory, shadowed or redundant, and the reasons that are given. */
function judgeStanding(rule: Fired, search: Search, truth: Facts, said: Said): Verdict {
  const { name } = rule;
  const expected = {
    'contradictory-trigger': truth.contradictory.includes(name),
    'shadowed-rule': truth.shadowed.includes(name),
    'redundant-rule': truth.redundant.some(each => each.rule === name),
  };
  const [contradictory] = said.about('contradictory-trigger', name);
  const [shadowed] = said.about('shadowed-rule', name);
  const [redundant] = said.about('redundant-rule', name);
  const places = placesOf(rule, search);
  const fires = search.inputs.some(input => rule.fires[input] === 1);
  const isOpen = standings.some(each => said.isOpen(each, name));
  const isSame = standings.every(each => said.about(each, name).length > 0 === expected[each]);
  const isComplete = isSame && (!contradictory || contradictory.firesOnUnknown === fires);
  const question = standings.find(each => said.about(each, name).length > 0 || expected[each]) ?? 'shadowed-rule';
  const isSilent = !contradictory && !shadowed && !redundant;
  const onSame = isSilent && isOpen ? 'undecided' : 'right';
  return { question, about: name, is: !isSound() ? 'wrong' : isComplete ? onSame : isOpen ? 'undecided' : 'missed' };

  /** True if everything said holds, even if something more precise could be said. Of a rule that never fires, it must not be said that it does. */
  function isSound(): boolean {
    const isNeverTrue = !search.inputs.some(input => rule.values[input] === yes);
    return (
      (!contradictory || (isNeverTrue && (fires || !contradictory.firesOnUnknown))) &&
      (!shadowed || (!everDecides(rule, search) && isCovered(shadowed))) &&
      (!redundant || (!makesDifference(rule, search) && isCovered(redundant) && isSucceeded(redundant))) &&
      (!(shadowed ?? redundant) || places.length > 0 || isOpen)
    );
  }

  function isCovered({ cover: { alone, together } }: Pick<FactOf<'shadowed-rule'>, 'cover'>): boolean {
    return [...alone.map(each => [each]), ...(together.length > 0 ? [together] : [])].every(covers);
  }

  function covers(cover: readonly AnalysedRule[]): boolean {
    const names = cover.map(nameOf);
    return places.every(({ active, input }) =>
      active.some(other => names.includes(other.name) && other.fires[input] === 1),
    );
  }

  /** True if the rules that would decide instead are those that are said to. */
  function isSucceeded({ direction, successors, more }: FactOf<'redundant-rule'>): boolean {
    if (direction === 'earlier') return true;
    const found = new Set(
      places
        .filter(({ active, input }) => winnerAt(search, active, input) === rule)
        .map(({ active, input }) => {
          const others = active.filter(other => other !== rule);
          return winnerAt(search, others, input)?.name ?? null;
        }),
    );
    return (
      successors.every(each => found.has(each && nameOf(each))) && (more || found.size === new Set(successors).size)
    );
  }
}

/** Judges the irrelevant clauses of the rule. If others are named than expected, it must be possible to delete them too. */
function judgeClauses(rule: Fired, search: Search, truth: Facts, said: Said): Verdict {
  const { name } = rule;
  const named = said
    .about('irrelevant-clause', name)
    .map(({ clause, because }) => ({ text: clause.kind === 'clause' ? clauseName(clause.text) : '…', because }));
  const expected = truth.irrelevantClauses
    .filter(each => each.rule === name)
    .map(({ text, because }) => ({ text: clauseName(text), because }));
  const listed = (clauses: typeof named) =>
    clauses
      .map(({ text, because }) => `${text} ${because}`)
      .sort()
      .join();
  const claims = named.map(({ text, because }) => ({ is: (other: string) => clauseName(other) === text, because }));
  const isSame = listed(named) === listed(expected);
  const isOpen = [...standings, 'irrelevant-clause' as const].some(each => said.isOpen(each, name));
  const otherwise = !canDelete(rule, claims, search) ? 'wrong' : isOpen ? 'undecided' : 'missed';
  return { question: 'irrelevant-clause', about: name, is: isSame ? 'right' : otherwise };
}
