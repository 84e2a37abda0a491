import type { Fact, FactOf } from '../../engine/analysis/facts.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import type { AnalysedRule } from '../../engine/solver/subject.ts';

/** The answer of an analysis to one question, judged by trying every input. */
export interface Verdict {
  question: Fact['kind'];
  /** Rules, an invariant or a boundary; empty if the question is about the rule set. */
  about: string;
  /** `missed`: it holds, and the analysis says neither that it does nor that it is undecided. `wrong`: it is said, and does not hold. */
  is: 'right' | 'undecided' | 'missed' | 'wrong';
}

export const nameOf = (rule: AnalysedRule): string => ruleName(rule.ref);

/** The facts of an analysis, by kind and by rule. */
export interface Said {
  of: <K extends Fact['kind']>(kind: K) => FactOf<K>[];
  /** The facts of a kind about a rule. */
  about: <K extends RuleFact['kind']>(kind: K, rule: string) => FactOf<K>[];
  /** True if the question is undecided. @param rule null for the rule set */
  isOpen: (question: Fact['kind'], rule: string | null) => boolean;
  isOpenInvariant: (index: number) => boolean;
}

type RuleFact = Exclude<Extract<Fact, { rule: AnalysedRule }>, { kind: 'invariant-violated' }>;

export function saidBy(facts: readonly Fact[]): Said {
  const of: Said['of'] = <K extends Fact['kind']>(kind: K) =>
    facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
  const open = of('analysis-incomplete').flatMap(({ undecided }) => undecided);
  return {
    of,
    about: (kind, rule) => of(kind).filter(fact => nameOf((fact as RuleFact).rule) === rule),
    isOpen: (question, rule) =>
      open.some(each => each.question === question && (each.rule && nameOf(each.rule)) === rule),
    isOpenInvariant: index => open.some(each => each.invariant === index),
  };
}

/** The verdict on a question that is answered by yes, by no, which is silence, or not at all. */
export function compared(
  question: Fact['kind'],
  about: string,
  { said, holds, isOpen = false }: { said: boolean; holds: boolean; isOpen?: boolean },
): Verdict {
  const onSilence = isOpen ? 'undecided' : holds ? 'missed' : 'right';
  return { question, about, is: said ? (holds ? 'right' : 'wrong') : onSilence };
}
