import type { Condition } from '../condition/condition.ts';
import type { UnknownPolicy } from '../model/rule-set.ts';
import { intersectRegions, outside, regionAt, simplified, widened, type Region } from './boxes.ts';
import { narrowAt, type Box, type Dimension, type Layout } from './dimension.ts';
import { formulas, type Formula } from './formula.ts';
import type { CellRange } from './number-cells.ts';
import { mergedRanges, type Cells } from './signal-axes.ts';
import type { Space } from './space.ts';
import { retained } from './small-arrays.ts';

/** A formula and the truth that it should have. */
export interface Piece {
  formula: Formula;
  wanted: TruthMode;
}

type Leaf = Extract<Formula, { kind: 'leaf' }>;

/**
 * A set of three-valued truths. `possible`: true or unknown. `refutable`: false or unknown. The complement of each is another one, so negations need not
 * be multiplied out.
 */
export type TruthMode = 'true' | 'false' | 'possible' | 'refutable';

/** The equivalent mode for a truth that is never unknown. */
const certain = { true: 'true', possible: 'true', false: 'false', refutable: 'false' } as const;

/** The mode in which the operand of a negation must be. */
export const negated = { true: 'false', false: 'true', possible: 'refutable', refutable: 'possible' } as const;

/** Maximum number of boxes of a condition. Beyond it, its parts are named by dimensions of their own (Tseitin 1968). */
const maxBoxes = 128;
/** The same for a conjunction with tables of thresholds, each of which has at least one box for each column. */
const maxTableBoxes = 2048;

/** The complement of each mode. */
export const opposite = { true: 'refutable', false: 'possible', possible: 'false', refutable: 'true' } as const;

/** Computes the regions in which conditions have a truth. Naming parts adds dimensions to the space until `close` is called. */
export interface Regions {
  formula(condition: Condition): Formula;
  of(condition: Condition, wanted: TruthMode): Region;
  /** Forbids adding dimensions from now on. */
  close(): void;
  /** The region of a conjunction, in a closed space; null if a part would have to be named. */
  within(...parts: readonly Part[]): Region | null;
}

/** A condition and the truth that it should have. */
export type Part = readonly [condition: Condition, wanted: TruthMode];

/** The truths of its condition on which a rule fires. */
export function firingTruth(onUnknown: UnknownPolicy, decidesContinue: boolean): 'true' | 'possible' {
  return onUnknown === 'fire' || (onUnknown === 'safe' && !decidesContinue) ? 'possible' : 'true';
}

/** Cached results for a condition. */
interface Known {
  formula: Formula;
  isCertain: boolean;
  regions: Partial<Record<TruthMode, Region>>;
}

export function createRegions(space: Space): Regions {
  const formulaOf = formulas(space);
  const named = new Map<Formula, Map<TruthMode, Dimension>>();
  const leafRegions = new Map<Leaf, Partial<Record<TruthMode, Region>>>();
  const known = new WeakMap<Condition, Known>();

  let closed = false;
  let refused = false;

  return {
    formula: formulaOf,
    of: regionOfCondition,
    close() {
      closed = true;
    },
    within(...parts) {
      refused = false;
      const [only] = parts.length === 1 ? parts : [];
      const region =
        only === undefined
          ? conjunction(parts.map(([condition, wanted]) => ({ formula: formulaOf(condition), wanted })))
          : regionOfCondition(...only);
      return refused ? null : region;
    },
  };

  function regionOfCondition(condition: Condition, wanted: TruthMode): Region {
    let made = known.get(condition);
    if (made === undefined) {
      const formula = formulaOf(condition);
      known.set(condition, (made = { formula, isCertain: isCertain(formula), regions: {} }));
    }
    const asked = made.isCertain ? certain[wanted] : wanted;
    const region = made.regions[asked] ?? regionOf(made.formula, asked);
    if (!refused) made.regions[asked] = region;
    return region;
  }

  function regionOf(formula: Formula, wanted: TruthMode): Region {
    switch (formula.kind) {
      case 'constant':
        return formula.value === (wanted === 'true' || wanted === 'possible')
          ? [retained.copied(space.layout.whole)]
          : [];
      case 'unknown':
        return wanted === 'possible' || wanted === 'refutable' ? [retained.copied(space.layout.whole)] : [];
      case 'leaf':
        return leafOnce(formula, wanted);
      case 'not':
        return regionOf(formula.operand, negated[wanted]);
      case 'all':
      case 'any': {
        const parts = formula.operands.map((operand): Piece => ({ formula: operand, wanted }));
        if (isConjunction(formula, wanted)) return conjunction(parts) ?? partRegion(formula, wanted);
        return union(parts.map(part => regionOf(part.formula, wanted)));
      }
      case 'if':
      case 'table': {
        const cases = casesOf(formula, wanted).map(parts => conjunction(parts));
        return cases.includes(null) ? partRegion(formula, wanted) : union(cases.flatMap(region => [region ?? []]));
      }
    }
  }

  /** The intersection of the parts' regions; null if it has too many boxes. Leaves with a single box, the usual case, are intersected in place. */
  function conjunction(parts: readonly Piece[]): Region | null {
    const box = retained.copied(space.layout.whole);
    const others: Region[] = [];
    let narrowed = false;
    for (const { formula, wanted } of parts) {
      const region = regionOf(formula, wanted);
      const part = region[0];
      if (part === undefined) return [];
      if (formula.kind !== 'leaf' || region.length > 1) others.push(region);
      else if (!narrowAt(box, widened(space.layout, part), formula.dimension)) return [];
      else narrowed = true;
    }
    if (others.length === 1 && !narrowed) return others[0] ?? [];
    const limit = parts.some(({ formula }) => formula.kind === 'table') ? maxTableBoxes : maxBoxes;
    return others.length === 0 ? [box] : product(narrowed ? [[box], ...others] : others, limit);
  }

  function leafOnce(leaf: Leaf, wanted: TruthMode): Region {
    let known = leafRegions.get(leaf);
    if (known === undefined) leafRegions.set(leaf, (known = {}));
    return (known[wanted] ??= leafRegion(space.layout, leaf, wanted));
  }

  function widen(region: Region): Region {
    return region.map(box => widened(space.layout, box));
  }

  function union(regions: readonly Region[]): Region {
    return simplified(space.layout, widen(regions.flat()));
  }

  /** The intersection of regions; null if it has too many boxes. */
  function product(regions: readonly Region[], maxResult = maxBoxes): Region | null {
    // Smallest first, to keep intermediate results small.
    const [first, ...rest] = [...regions].sort((a, b) => a.length - b.length);
    let result: Region = first ?? [retained.copied(space.layout.whole)];
    for (const region of rest) {
      const next = intersectRegions(space.layout, widen(result), widen(region), maxResult);
      if (next === null) return null;
      result = next;
    }
    return result;
  }

  /** A region of one box in a new dimension, with constraints that make it equivalent to the formula. Once closed, refuses formulas not yet named. */
  function partRegion(formula: Formula, wanted: TruthMode): Region {
    if (closed && named.get(formula)?.get(wanted) === undefined) {
      refused = true;
      return [];
    }
    return [is(partOf(formula, wanted), 1)];
  }

  function partOf(formula: Formula, wanted: TruthMode): Dimension {
    const known = named.get(formula)?.get(wanted);
    if (known !== undefined) return known;
    const part = definePart(formula, wanted);
    const ofFormula = named.get(formula) ?? new Map<TruthMode, Dimension>();
    named.set(formula, ofFormula.set(wanted, part));
    return part;
  }

  function definePart(formula: Formula, wanted: TruthMode): Dimension {
    switch (formula.kind) {
      case 'constant':
      case 'unknown':
      case 'leaf':
        return partFor(regionOf(formula, wanted));
      case 'not':
        return partOf(formula.operand, negated[wanted]);
      case 'all':
      case 'any': {
        const operands = formula.operands.map(operand => partOf(operand, wanted));
        return isConjunction(formula, wanted) ? allOf(operands) : anyOf(operands);
      }
      case 'if':
      case 'table':
        return anyOf(
          casesOf(formula, wanted).map(parts => allOf(parts.map(part => partOf(part.formula, part.wanted)))),
        );
    }
  }

  /** A part that is true exactly in a region. */
  function partFor(region: Region): Dimension {
    const part = space.addPart();
    for (const box of region) forbid([is(part, 0)], [box]);
    const rest = region.reduce<Region>(
      (left, box) => product([left, outside(space.layout, widened(space.layout, box))], Infinity) ?? [],
      [retained.copied(space.layout.whole)],
    );
    for (const box of rest) forbid([is(part, 1)], [box]);
    return part;
  }

  function allOf(operands: readonly Dimension[]): Dimension {
    const part = space.addPart();
    for (const operand of operands) forbid([is(part, 1)], [is(operand, 0)]);
    forbid([is(part, 0)], ...operands.map(operand => [is(operand, 1)]));
    return part;
  }

  function anyOf(operands: readonly Dimension[]): Dimension {
    const part = space.addPart();
    for (const operand of operands) forbid([is(part, 0)], [is(operand, 1)]);
    forbid([is(part, 1)], ...operands.map(operand => [is(operand, 0)]));
    return part;
  }

  function is(dimension: Dimension, value: 0 | 1): Box {
    const [box = retained.copied(space.layout.whole)] = regionAt(space.layout, dimension, [value], false);
    return box;
  }

  function forbid(...regions: Region[]): void {
    for (const box of product(regions) ?? []) space.constraints.push({ kind: 'part', box });
  }
}

/** True if a formula is never unknown. */
function isCertain(formula: Formula): boolean {
  switch (formula.kind) {
    case 'constant':
      return true;
    case 'unknown':
      return false;
    case 'leaf':
      return formula.unknown.length === 0 && (formula.presence || !formula.dimension.missing);
    case 'not':
      return isCertain(formula.operand);
    case 'all':
    case 'any':
      return formula.operands.every(isCertain);
    case 'if':
      return isCertain(formula.test) && isCertain(formula.then) && isCertain(formula.otherwise);
    case 'table':
      return formula.columns.every(({ test, then }) => isCertain(test) && isCertain(then));
  }
}

/** The region in which a leaf has a truth. */
export function leafRegion(layout: Layout, { dimension, yes, no, unknown, presence }: Leaf, wanted: TruthMode): Region {
  switch (wanted) {
    case 'true':
      return regionAt(layout, dimension, yes, false);
    case 'false':
      return regionAt(layout, dimension, no, presence);
    case 'possible':
      return regionAt(layout, dimension, withUnknown(yes, dimension, unknown), !presence);
    case 'refutable':
      return regionAt(layout, dimension, withUnknown(no, dimension, unknown), true);
  }
}

function withUnknown(cells: Cells, { kind }: Dimension, others: Cells): Cells {
  if (others.length === 0) return cells;
  return kind === 'finite'
    ? [...(cells as readonly number[]), ...(others as readonly number[])]
    : mergedRanges([...(cells as readonly CellRange[]), ...(others as readonly CellRange[])]);
}

/** True if the whole has the wanted truth only if every operand has it; false if one operand suffices. */
export function isConjunction({ kind }: { kind: 'all' | 'any' }, wanted: TruthMode): boolean {
  return (kind === 'all') === (wanted === 'true' || wanted === 'possible');
}

/** The cases in which a `?:` or a table, both of which are strict in their tests, has the wanted truth. Each case is a conjunction. */
export function casesOf(formula: Extract<Formula, { kind: 'if' | 'table' }>, wanted: TruthMode): Piece[][] {
  const known = knownCases(formula, wanted);
  const test = formula.kind === 'if' ? formula.test : formula.columns[0]?.test;
  if (wanted === 'true' || wanted === 'false' || test === undefined) return known;
  return [
    ...known,
    [
      { formula: test, wanted: 'possible' },
      { formula: test, wanted: 'refutable' },
    ],
  ];
}

/** The cases in which a test is true or false. */
function knownCases(formula: Extract<Formula, { kind: 'if' | 'table' }>, wanted: TruthMode): Piece[][] {
  if (formula.kind === 'table') {
    return formula.columns.map(({ test, then }) => [
      { formula: test, wanted: 'true' },
      { formula: then, wanted },
    ]);
  }
  const { test, then, otherwise } = formula;
  return [
    [
      { formula: test, wanted: 'true' },
      { formula: then, wanted },
    ],
    [
      { formula: test, wanted: 'false' },
      { formula: otherwise, wanted },
    ],
  ];
}
