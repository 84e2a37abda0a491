import type { Step } from '../test/steps.ts';
import { runVitest } from '../test/vitest-run.ts';

/**
 * Tests against programs that are too large for `npm test`, or that are not on a desktop but in packages of Debian. Each step installs what it needs, and
 * fails if it cannot.
 */
export const stacks: readonly Step[] = [
  {
    name: 'hosts',
    does: 'facts about agent hosts, against the packages that the hosts ship',
    needs: [],
    lanes: 1,
    run: () => runVitest({ name: 'hosts', args: ['--config', 'test/hosts/vitest.config.mts'] }),
  },
];
