import { boundOf, type Bound, type BoundRef, type Conflict, type LinearSystem } from './linear-system.ts';
import { stepOf, tightened } from './normal-form.ts';
import { add, compare, multiply, sign, subtract, zero } from './rational.ts';

/**
 * True if the bounds of a conflict still contradict each other when some of them have other values: with the same multipliers or, if it has none, because no
 * bound is weaker. @param changed the new bound, null for none, undefined if it is unchanged
 */
export function stillConflicts(
  system: LinearSystem,
  conflict: Conflict,
  changed: (ref: BoundRef) => Bound | null | undefined,
): boolean {
  let excess = zero;
  let isStrict = false;
  let isSum = true;
  for (const { ref, multiplier } of conflict.bounds) {
    const before = boundOf(system, ref);
    const after = changed(ref);
    const bound = after === undefined ? before : after;
    if (bound === null || before === null) return false;
    if (multiplier === null) {
      if (isWeaker(bound, before, ref)) return false;
      isSum = false;
      continue;
    }
    const { value, strict } = tightened(bound, ref.side, stepOf(system, ref));
    const part = multiply(multiplier, value);
    excess = ref.side === 'low' ? add(excess, part) : subtract(excess, part);
    isStrict ||= strict;
  }
  return !isSum || sign(excess) > 0 || (isStrict && sign(excess) === 0);
}

function isWeaker(bound: Bound, than: Bound, { side }: BoundRef): boolean {
  const order = compare(bound.value, than.value);
  return order === 0 ? than.strict && !bound.strict : order < 0 === (side === 'low');
}
