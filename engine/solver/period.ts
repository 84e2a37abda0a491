import { clausesOf, type Clause, type Condition } from '../condition/condition.ts';
import { decisionTime } from '../condition/derived-signals.ts';
import { retained } from '../space/small-arrays.ts';
import { intersect, type Box } from '../space/dimension.ts';
import type { Region } from '../space/boxes.ts';
import { isList, type Space } from '../space/space.ts';
import type { AnalysedRule, AnalysisSubject } from './subject.ts';

/** A period during which the same rules are in force: from `from` (inclusive) until `until` (exclusive), in milliseconds since the Unix epoch or infinite. */
export interface Period {
  from: number;
  until: number;
}

/** The periods in which the same rules are in force, in chronological order, without gaps, covering all time. */
export function periodsOf(rules: readonly AnalysedRule[]): Period[] {
  const bounds = [-Infinity, ...changesOf(rules), Infinity];
  return bounds.slice(1).map((until, index) => ({ from: bounds[index] ?? -Infinity, until }));
}

/** The times at which rules begin or end, in chronological order. */
export function changesOf(rules: readonly AnalysedRule[]): number[] {
  const changes = new Set(rules.flatMap(({ from, until }) => [from, until]).filter(Number.isFinite));
  return [...changes].sort((a, b) => a - b);
}

/** Conditions that compare the decision time with the bounds of the periods, if others read it or its fields: cells then end where periods do. */
export function timesOfPeriods(
  { rules, declarations }: Pick<AnalysisSubject, 'rules' | 'declarations'>,
  conditions: readonly Condition[],
): Condition[] {
  if (declarations.signals.get(decisionTime)?.derived?.kind !== 'time') return [];
  const changes = changesOf(rules);
  const isTime = (name: string): boolean =>
    ['time', 'clock'].includes(declarations.signals.get(name)?.derived?.kind ?? '');
  const isRead = changes.length > 0 && conditions.flatMap(clausesOf).some(clause => clause.signals.some(isTime));
  return isRead ? changes.map(before) : [];
}

function before(value: number): Clause {
  const text = `${decisionTime} < ${value}`;
  return {
    kind: 'clause',
    test: { kind: 'compare', signal: decisionTime, operator: '<', value },
    needs: [decisionTime],
    signals: [decisionTime],
    thresholds: [],
    text,
    span: { path: [], start: 0, end: 0 },
    standardForm: text,
  };
}

/** The part of a region in which the decision time, if a condition reads it, is in a period. */
export function regionDuring(space: Space, region: Region, period: Period): Region {
  const box = boxOfPeriod(space, period);
  return box === space.layout.whole ? region : region.flatMap(each => intersect(space.layout, each, box) ?? []);
}

function boxOfPeriod({ layout, signals, derived }: Space, { from, until }: Period): Box {
  const axis = signals.get(decisionTime);
  const isAlways = from === -Infinity && until === Infinity;
  if (derived.get(decisionTime)?.kind !== 'time' || axis === undefined || isList(axis) || isAlways) return layout.whole;
  const { dimension, where } = axis;
  const box = retained.copied(layout.whole);
  const compared = (operator: '<' | '>=', value: number): readonly [number, number] =>
    (where({ kind: 'compare', signal: decisionTime, operator, value })[0] as [number, number] | undefined) ?? [0, -1];
  const first = from === -Infinity ? 0 : compared('>=', from)[0];
  const last = until === Infinity ? dimension.cells - 1 : compared('<', until)[1];
  box[dimension.offset] = first;
  box[dimension.offset + 1] = last;
  return box;
}
