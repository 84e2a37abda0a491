import type { SignalValue, SignalValues } from '../../condition/condition.ts';
import { evaluate } from '../../condition/evaluate.ts';
import type { Truth } from '../../model/decision-record.ts';
import type { Json } from '../../model/json.ts';
import type { FiringRule, FiringRules } from '../compile.ts';
import { boxesOf, type Box, type TruthMode } from '../index/boxes.ts';
import { createBoxIndex, type BoxIndex } from '../index/box-index.ts';
import type { OwnedBox } from '../index/tables.ts';
import { createClauseIndex, type ClauseIndex, type ClauseTruths } from '../index/clause-index.ts';
import { cellReader } from '../index/cell-reader.ts';
import { addRange, noCells } from '../index/cell-set.ts';
import { dimensionsOf } from '../index/dimensions.ts';
import { nothingGranted, type Granted } from '../grants.ts';
import { noTruth, unknownCode } from '../truth-codes.ts';
import { firingTruth, inDecidingOrder, isTruth, type Search } from './search.ts';

const none: BoxIndex = { first: () => -1, all: () => undefined };

export interface IndexedSearch extends Search {
  /** The truths of all clauses of all rules. */
  clauses(): ClauseTruths;
  /** The truth of a clause of a rule, given its index in text order. */
  clauseOf(truths: ClauseTruths, position: number, clause: number): Truth;
}

/**
 * A search with an index: each signal's cell selects the set of rules that are still possible, and these sets are intersected. Building the index takes as
 * long as about a hundred plain searches.
 */
export function createIndexedSearch(compiled: FiringRules): IndexedSearch {
  const { rules } = compiled;
  const conditions = rules.map(({ condition }) => condition);
  const dimensions = dimensionsOf(compiled.declarations, conditions);
  const read = cellReader(dimensions.all, compiled.signals);
  // Time is another dimension, whose cells are the periods in which the same rules are in force.
  const changes = changesOf(rules);
  const time = dimensions.all.length;
  const cellCounts = [...dimensions.all.map(({ cells }) => cells), changes.length + 1];
  const cells = new Int32Array(cellCounts.length);
  const now: { input: Json; at: number; granted: Granted; values: SignalValues | null } = {
    input: null,
    at: 0,
    granted: nothingGranted,
    values: null,
  };

  const positions = [...rules.keys()];
  const deciding = indexOf(inDecidingOrder(compiled), firingTruth);
  const shadowed = positions.filter(position => rules[position]?.shadow);
  const shadow = shadowed.length > 0 ? indexOf(shadowed, firingTruth) : none;
  let possible: BoxIndex | undefined;
  let certain: BoxIndex | undefined;
  let clauses: ClauseIndex | undefined;
  const limited = positions.filter(
    position => rules[position]?.from !== -Infinity || rules[position]?.until !== Infinity,
  );

  return {
    look(input, at, granted = nothingGranted) {
      now.input = input;
      now.at = at;
      now.granted = granted;
      now.values = null;
      read(input, at, granted, cells);
      if (changes.length > 0) cells[time] = periodAt(changes, at);
    },
    winner: () => deciding.first(cells),
    firing: () => owners(deciding),
    shadows: () => owners(shadow),
    values() {
      possible ??= indexOf(positions, () => 'possible');
      certain ??= indexOf(positions, () => 'true');
      const codes = new Uint8Array(rules.length);
      for (const position of limited) {
        const { from, until } = rules[position] as FiringRule;
        if (now.at < from || now.at >= until) codes[position] = noTruth;
      }
      possible.all(cells, position => (codes[position] = unknownCode));
      certain.all(cells, position => (codes[position] = 1));
      return codes;
    },
    clauses() {
      const { truths } = (clauses ??= createClauseIndex(dimensions, conditions));
      return truths(cells, valuesNow);
    },
    clauseOf(truths, position, clause) {
      const { starts, truthOf } = (clauses ??= createClauseIndex(dimensions, conditions));
      return truthOf(truths, (starts[position] as number) + clause);
    },
  };

  function owners(index: BoxIndex): number[] {
    const found = new Set<number>();
    index.all(cells, position => found.add(position));
    return [...found].sort((a, b) => a - b);
  }

  function indexOf(ordered: readonly number[], wantedOf: (rule: FiringRule) => TruthMode): BoxIndex {
    const boxes = ordered.flatMap((owner): OwnedBox[] => {
      const rule = rules[owner] as FiringRule;
      return boxesOf(rule.condition, wantedOf(rule), dimensions).map(box => ({ owner, box: inForce(box, rule) }));
    });
    return createBoxIndex(cellCounts, boxes, owner => {
      const rule = rules[owner] as FiringRule;
      return isTruth(evaluate(rule.condition, valuesNow()), wantedOf(rule));
    });
  }

  function inForce(box: Box, { from, until }: FiringRule): Box {
    if (from === -Infinity && until === Infinity) return box;
    const sides = Array.from({ length: time + 1 }, (_, index) => box.sides[index]);
    const periods = changes.length + 1;
    sides[time] = addRange(
      noCells(periods),
      periodAt(changes, from),
      until === Infinity ? periods : periodAt(changes, until),
    );
    return { ...box, sides };
  }

  function valuesNow(): SignalValues {
    if (now.values) return now.values;
    const values = new Map<string, SignalValue>();
    for (const { name, read } of compiled.signals) {
      const reading = read(now.input, now.at, now.granted);
      if ('value' in reading) values.set(name, reading.value);
    }
    return (now.values = values);
  }
}

/** The times at which rules begin or end, ascending, in milliseconds since the Unix epoch. */
function changesOf(rules: readonly FiringRule[]): Float64Array {
  return Float64Array.from(new Set(rules.flatMap(({ from, until }) => [from, until]).filter(Number.isFinite))).sort();
}

/** The index of the period at a time: the number of changes up to it. */
function periodAt(changes: Float64Array, at: number): number {
  let low = 0;
  for (let high = changes.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((changes[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
