import type { ChangeClass } from '../../../engine/index.ts';
import type { Paint } from '../paint.ts';

/** How a report is shown on a terminal. */
export interface View {
  paint: Paint;
  /** In characters. */
  width: number;
  /** True to show everything, however long. */
  all: boolean;
  /** In milliseconds since the Unix epoch. */
  now: number;
}

export const colours = { loosened: 'red', rerouted: 'yellow', tightened: 'green' } as const satisfies Record<
  ChangeClass,
  string
>;

/** Lines with the first of them after other words than the others. */
export function indented(first: string, [line = '', ...more]: readonly string[], rest: string): string[] {
  return [`${first}${line}`, ...more.map(each => `${rest}${each}`)];
}
