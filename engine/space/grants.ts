import type { Derivation } from '../model/rule-set.ts';
import { cellsBox } from './boxes.ts';
import type { Box, Layout } from './dimension.ts';
import type { ListAxes } from './list-axes.ts';
import type { Axis } from './signal-axes.ts';

/** The inputs on which a grant matches although a signal that it binds is missing: there are none. */
export function impossibleGrants(
  layout: Layout,
  axes: ReadonlyMap<string, Axis | ListAxes>,
  derived: ReadonlyMap<string, Derivation>,
): Box[] {
  return [...derived].flatMap(([name, how]) => {
    const axis = axes.get(name);
    if (how.kind !== 'grant' || axis === undefined || 'members' in axis) return [];
    const granted = { dimension: axis.dimension, cells: [axis.dimension.cellOf(new Map([[name, true]]))] };
    return how.needs.flatMap(needed => {
      const bound = axes.get(needed);
      if (bound === undefined) return [];
      const [dimension] =
        'members' in bound ? [...bound.members.values(), bound.others, bound.size?.dimension] : [bound.dimension];
      return dimension?.missing === true ? [cellsBox(layout, [granted, { dimension, cells: [dimension.cells] }])] : [];
    });
  });
}
