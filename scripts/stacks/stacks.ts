import type { Step } from '../test/steps.ts';

/**
 * Tests against programs that a desktop lacks and Debian has as packages. Each step installs what it needs, and fails
 * if it cannot. There are none yet.
 */
export const stacks: readonly Step[] = [];
