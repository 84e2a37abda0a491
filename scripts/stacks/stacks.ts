import type { Step } from '../test/steps.ts';

/**
 * Tests against programs that are not on a desktop, but in packages of Debian. Each step installs what it needs, and
 * fails if it cannot. There are none yet.
 */
export const stacks: readonly Step[] = [];
