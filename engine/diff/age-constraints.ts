import { cellsBox } from '../space/boxes.ts';
import type { Box, Dimension } from '../space/dimension.ts';
import { dimensionsOf, isList, type Space } from '../space/space.ts';
import { oldest, type CommonSignals } from './differing-signals.ts';

const sides = ['before', 'after'] as const;

/** States that imply that a value observed at `path` is read and so is not older than `limit`, in milliseconds. */
interface Read {
  path: string;
  limit: number;
  state: { dimension: Dimension; cells: number[] };
}

/** Constraints between signals with the same time of observation: if one of them is too old, none whose age limit is the same or lower is read. */
export function ageConstraints(common: CommonSignals, space: Space): Box[] {
  const reads = [...common.signals].flatMap(([name, signal]): Read[] => {
    const dimension = firstOf(space, name);
    const { observedAt: path } = signal;
    if (dimension === undefined || path === undefined || !Number.isFinite(oldest(signal))) return [];
    return [{ path, limit: oldest(signal), state: present(dimension) }];
  });
  const boxes: Box[] = [];
  for (const { name, declared } of common.differing.values()) {
    for (const side of sides) {
      const dimension = firstOf(space, common.presenceIn(side, name));
      const { observedAt: path } = declared[side];
      if (dimension === undefined || path === undefined) continue;
      reads.push({ path, limit: oldest(declared[side]), state: { dimension, cells: [1] } });
    }
  }
  for (const { name, declared, joint } of common.differing.values()) {
    const value = firstOf(space, name);
    for (const side of sides) {
      const presence = firstOf(space, common.presenceIn(side, name));
      const reading = joint?.readable[side];
      // If the value may be unread for another reason, nothing follows about its age.
      if (
        presence === undefined ||
        value === undefined ||
        reading?.aged !== true ||
        reading.more ||
        reading.tests.length > 0
      )
        continue;
      const { observedAt: path } = declared[side];
      const tooOld = [present(value), { dimension: presence, cells: [0] }];
      for (const read of reads) {
        if (read.path !== path || read.limit > oldest(declared[side]) || read.state.dimension === presence) continue;
        boxes.push(cellsBox(space.layout, [...tooOld, read.state]));
      }
    }
  }
  return boxes;
}

function firstOf(space: Space, name: string): Dimension | undefined {
  const axes = space.signals.get(name);
  if (axes === undefined) return undefined;
  return isList(axes) ? dimensionsOf(axes)[0] : axes.dimension;
}

function present(dimension: Dimension): { dimension: Dimension; cells: number[] } {
  return { dimension, cells: Array.from({ length: dimension.cells }, (_, cell) => cell) };
}
