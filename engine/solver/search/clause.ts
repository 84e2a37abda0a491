import { sameAt, type Box, type Layout } from '../../space/dimension.ts';

/** A box that the search must stay out of: as a clause, "at least one of its dimensions is outside its cells". */
export interface Clause {
  box: Box;
  /** Indexes of the dimensions in which the box does not hold every state. */
  dimensions: readonly number[];
  /** Where the clause comes from. */
  source: Source;
}

export type Source =
  /** A rule, by its position in deciding order. */
  | { kind: 'rule'; position: number }
  /** Excluded by the declarations. */
  | { kind: 'constraint' }
  /** Excluded by an assumption, by its index. */
  | { kind: 'assumption'; index: number }
  /** Already found, and excluded from further search. */
  | { kind: 'found' };

export function clauseOf(layout: Layout, box: Box, source: Source): Clause {
  const dimensions: number[] = [];
  for (const dimension of layout.dimensions)
    if (!sameAt(box, layout.whole, dimension)) dimensions.push(dimension.index);
  return { box, dimensions, source };
}
