import { sameAt, type Box, type Layout } from '../../space/dimension.ts';

/** A box that the search must stay out of: as a clause, "at least one of its dimensions is outside its cells". */
export interface Clause {
  box: Box;
  /** Indexes of the dimensions in which the box holds not everything. */
  dimensions: readonly number[];
  /** What the box is of: a rule, by its position in deciding order, or a constraint. */
  source: Source;
}

export type Source =
  | { kind: 'rule'; position: number }
  /** The declarations rule it out. */
  | { kind: 'constraint' }
  /** An assumption does, by its index. */
  | { kind: 'assumption'; index: number }
  /** Found before, and not to be found again. */
  | { kind: 'found' };

export function clauseOf(layout: Layout, box: Box, source: Source): Clause {
  const dimensions: number[] = [];
  for (const dimension of layout.dimensions)
    if (!sameAt(box, layout.whole, dimension)) dimensions.push(dimension.index);
  return { box, dimensions, source };
}
