import type { Box, Dimension } from '../../space/dimension.ts';

/** Where the values must lie: in the cells of `point` if possible, otherwise in those of `box`. */
export interface Target {
  point: Box;
  box: Box;
  /** Dimensions about several signals, which should have the state that `point` gives them. */
  joint: readonly Dimension[];
}
