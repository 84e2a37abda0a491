import type { Box, Layout } from '../../condition/space/dimension.ts';
import type { Clause } from './clause.ts';

/** Work that a question may still do, in clauses looked at; counted, so that answers are the same on every machine. */
export interface Budget {
  left: number;
}

export type Found =
  /** Every input of the box is outside all clauses. */
  | { kind: 'some'; box: Box }
  /** No input is; these clauses show it. */
  | { kind: 'none'; because: Clause[] }
  | { kind: 'undecided' };

const satisfied = 0;
const inside = 1;
const open = 2;

/**
 * Looks for an input inside `start` and outside every clause's box: backtracking with unit propagation over finite domains, as SAT solvers do
 * (Davis, Logemann and Loveland 1962). A clause with a dimension that lies outside already is dropped; one whose dimensions all lie inside is
 * violated; one with a single dimension in the open pushes that dimension out; else a clause with the fewest open dimensions is branched on.
 */
export function find(layout: Layout, start: Box, clauses: readonly Clause[], budget: Budget): Found {
  const { dimensions } = layout;
  const used = new Uint8Array(clauses.length);
  const conflicts = new Float64Array(clauses.length);
  const openCount = new Int32Array(clauses.length);
  let solution: Box | null = null;
  let exhausted = false;

  const all = new Int32Array(clauses.length);
  for (let i = 0; i < all.length; i++) all[i] = i;
  solve(start.slice(), all, all.length);
  if (solution !== null) return { kind: 'some', box: solution };
  if (exhausted) return { kind: 'undecided' };
  return { kind: 'none', because: clauses.filter((_, index) => used[index] === 1) };

  /** True once a solution is found or the budget is spent. `domain` is the caller's to lose. */
  function solve(domain: Box, given: Int32Array, givenCount: number): boolean {
    let list = given;
    let count = givenCount;
    for (;;) {
      const left = new Int32Array(count);
      let kept = 0;
      let changed = false;
      for (let i = 0; i < count; i++) {
        const index = list[i] as number;
        const clause = clauses[index] as Clause;
        const { box, dimensions: of } = clause;
        budget.left -= of.length + 1;
        let opened = 0;
        let last = -1;
        let isSatisfied = false;
        for (let j = 0; j < of.length; j++) {
          const relation = relate(domain, box, of[j] as number);
          if (relation === satisfied) {
            isSatisfied = true;
            break;
          }
          if (relation === open) {
            opened++;
            last = of[j] as number;
          }
        }
        if (isSatisfied) continue;
        if (opened === 0) {
          used[index] = 1;
          conflicts[index] = (conflicts[index] as number) + 1;
          return false;
        }
        if (opened === 1 && pushOut(domain, box, last)) {
          used[index] = 1;
          changed = true;
          continue;
        }
        openCount[index] = opened;
        left[kept++] = index;
      }
      list = left;
      count = kept;
      if (budget.left < 0) {
        exhausted = true;
        return true;
      }
      if (!changed) break;
    }
    if (count === 0) {
      solution = domain;
      return true;
    }
    return branch(domain, list, count);
  }

  function branch(domain: Box, list: Int32Array, count: number): boolean {
    let best = list[0] as number;
    for (let i = 1; i < count; i++) {
      const index = list[i] as number;
      const fewer = (openCount[index] as number) - (openCount[best] as number);
      if (fewer < 0 || (fewer === 0 && (conflicts[index] as number) > (conflicts[best] as number))) best = index;
    }
    const { box, dimensions: of } = clauses[best] as Clause;
    used[best] = 1;
    let dimension = -1;
    let widest = -1;
    for (let j = 0; j < of.length; j++) {
      const index = of[j] as number;
      if (relate(domain, box, index) !== open) continue;
      const share = outsideShare(domain, box, index);
      if (share > widest) {
        widest = share;
        dimension = index;
      }
    }
    for (const part of partsOutside(domain, box, dimension)) if (solve(part, list, count)) return true;
    if (openCount[best] === 1) return false;
    const within = domain.slice();
    keepInside(within, box, dimension);
    return solve(within, list, count);
  }

  /** How a domain's states of a dimension lie to those of a clause's box: apart, all inside, or both. */
  function relate(domain: Box, box: Box, index: number): number {
    const dimension = dimensions[index] as (typeof dimensions)[number];
    const at = dimension.offset;
    if (dimension.kind === 'ordered') {
      const low = domain[at] as number;
      const high = domain[at + 1] as number;
      const boxLow = box[at] as number;
      const boxHigh = box[at + 1] as number;
      const missing = domain[at + 2] as number;
      const boxMissing = box[at + 2] as number;
      const apart = low > high || high < boxLow || low > boxHigh || boxLow > boxHigh;
      if (apart && (missing & boxMissing) === 0) return satisfied;
      const covered = low > high || (low >= boxLow && high <= boxHigh);
      return covered && (missing & ~boxMissing) === 0 ? inside : open;
    }
    let common = 0;
    let beyond = 0;
    for (let i = at; i < at + dimension.width; i++) {
      common |= (domain[i] as number) & (box[i] as number);
      beyond |= (domain[i] as number) & ~(box[i] as number);
    }
    return common === 0 ? satisfied : beyond === 0 ? inside : open;
  }

  /** Takes a box's states of a dimension from the domain; false where what is left is no range. */
  function pushOut(domain: Box, box: Box, index: number): boolean {
    const dimension = dimensions[index] as (typeof dimensions)[number];
    const at = dimension.offset;
    if (dimension.kind === 'finite') {
      for (let i = at; i < at + dimension.width; i++) domain[i] = (domain[i] as number) & ~(box[i] as number);
      return true;
    }
    const low = domain[at] as number;
    const high = domain[at + 1] as number;
    const boxLow = box[at] as number;
    const boxHigh = box[at + 1] as number;
    if (low <= high && boxLow <= boxHigh && boxHigh >= low && boxLow <= high) {
      if (boxLow > low && boxHigh < high) return false;
      if (boxLow <= low && boxHigh >= high) {
        domain[at] = 0;
        domain[at + 1] = -1;
      } else if (boxLow <= low) domain[at] = boxHigh + 1;
      else domain[at + 1] = boxLow - 1;
    }
    domain[at + 2] = (domain[at + 2] as number) & ~(box[at + 2] as number);
    return true;
  }

  /** The domain less a box's states of a dimension: one part, or two where the box cuts a range in the middle; the larger first. */
  function partsOutside(domain: Box, box: Box, index: number): Box[] {
    const part = domain.slice();
    if (pushOut(part, box, index)) return [part];
    const at = (dimensions[index] as (typeof dimensions)[number]).offset;
    const before = domain.slice();
    const after = domain.slice();
    before[at + 1] = (box[at] as number) - 1;
    before[at + 2] = (domain[at + 2] as number) & ~(box[at + 2] as number);
    after[at] = (box[at + 1] as number) + 1;
    after[at + 2] = 0;
    return [before, after];
  }

  function keepInside(domain: Box, box: Box, index: number): void {
    const { kind, offset: at, width } = dimensions[index] as (typeof dimensions)[number];
    if (kind === 'finite') {
      for (let i = at; i < at + width; i++) domain[i] = (domain[i] as number) & (box[i] as number);
      return;
    }
    domain[at] = Math.max(domain[at] as number, box[at] as number);
    domain[at + 1] = Math.min(domain[at + 1] as number, box[at + 1] as number);
    domain[at + 2] = (domain[at + 2] as number) & (box[at + 2] as number);
  }

  /** Of the domain's states of a dimension, the share outside a box. */
  function outsideShare(domain: Box, box: Box, index: number): number {
    const { kind, offset: at, width } = dimensions[index] as (typeof dimensions)[number];
    if (kind === 'ordered') {
      const low = domain[at] as number;
      const high = domain[at + 1] as number;
      const all = Math.max(0, high - low + 1) + (domain[at + 2] as number);
      const common =
        Math.max(0, Math.min(high, box[at + 1] as number) - Math.max(low, box[at] as number) + 1) +
        ((domain[at + 2] as number) & (box[at + 2] as number));
      return 1 - common / all;
    }
    let all = 0;
    let beyond = 0;
    for (let i = at; i < at + width; i++) {
      all += bitCount(domain[i] as number);
      beyond += bitCount((domain[i] as number) & ~(box[i] as number));
    }
    return beyond / all;
  }
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
