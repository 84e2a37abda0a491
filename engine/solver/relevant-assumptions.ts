import type { Assumption } from '../condition/assumptions.ts';
import { clausesOf } from '../condition/condition.ts';
import type { AnalysisSubject } from './subject.ts';

/** An assumption with its index in the subject's `assumptions`. */
export interface RelevantAssumption extends Assumption {
  index: number;
}

/**
 * The assumptions that an answer can depend on: those written, and the laws of counters that conditions read or that every input holds. A law with another
 * counter says nothing, since that counter may be missing; left out, it costs nothing.
 */
export function relevantAssumptions(subject: AnalysisSubject): readonly RelevantAssumption[] {
  const known = cache.get(subject);
  if (known !== undefined) return known;
  const found = select(subject);
  cache.set(subject, found);
  return found;
}

/** A text that is equal for subjects with the same relevant laws. */
export function relevantLaws(subject: AnalysisSubject): string {
  return relevantAssumptions(subject)
    .flatMap(({ law }) => (law === null ? [] : [law.holds]))
    .join('\n');
}

function select(subject: AnalysisSubject): RelevantAssumption[] {
  return subject.assumptions.map((each, index) => ({ ...each, index })).filter(isReadIn([subject]));
}

/** Returns a test: true for written assumptions, and for a law if conditions of the rule sets read both counters or inputs of one of them always hold them. */
export function isReadIn(subjects: readonly AnalysisSubject[]): (assumption: Assumption) => boolean {
  if (subjects.every(({ assumptions }) => assumptions.every(({ law }) => law === null))) return () => true;
  const read = new Set(subjects.flatMap(namesRead));
  return ({ law, holds }) =>
    law === null || clausesOf(holds).every(({ signals }) => signals.every(name => read.has(name)));
}

function namesRead({ assumptions, rules, invariants, declarations }: AnalysisSubject): string[] {
  const conditions = [
    ...rules.map(({ condition }) => condition),
    ...assumptions.flatMap(({ when, holds, law }) => (law === null ? [when, holds] : [])),
    ...invariants.map(({ when }) => when),
  ];
  const named = conditions.flatMap(clausesOf).flatMap(({ signals }) => signals);
  const promised = [...declarations.signals].filter(([, { required }]) => required === true).map(([name]) => name);
  return [...named, ...promised];
}

const cache = new WeakMap<AnalysisSubject, readonly RelevantAssumption[]>();
