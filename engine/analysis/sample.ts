import { nthState, statesIn, statesOf, type Box, type Dimension } from '../condition/space/dimension.ts';
import { randomNumbers } from './lucky-point.ts';
import { atState, setState } from './point.ts';

/** Every combination of cells of some dimensions in a box. */
export function* everyPoint(box: Box, dimensions: readonly Dimension[]): Generator<Box> {
  const [dimension, ...rest] = dimensions;
  if (dimension === undefined) {
    yield box;
    return;
  }
  for (const state of statesOf(box, dimension)) yield* everyPoint(atState(box, dimension, state), rest);
}

/** Some of them, the same every time. What is given is the same box each time, with other states: good until the next is asked for. */
export function* somePoints(box: Box, dimensions: readonly Dimension[], count: number): Generator<Box> {
  const counts = dimensions.map(dimension => statesIn(box, dimension));
  const random = randomNumbers();
  const point = box.slice();
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < dimensions.length; at++) {
      const dimension = dimensions[at] as Dimension;
      setState(point, dimension, nthState(box, dimension, random() % (counts[at] as number)));
    }
    yield point;
  }
}
