import { reportingFailures } from '../host/failure.ts';
import { endWithSignals } from '../host/processes.ts';
import { runAndReport } from '../test/run-and-report.ts';
import { stacks } from './stacks.ts';

/** `npm run test:stacks [-- STEP…]`: runs the tests that need packages of Debian, or only the named steps. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(
      'npm run test:stacks    runs the tests that need packages of Debian\n\nSteps:\n' +
        (stacks.map(step => `  ${step.name.padEnd(16)}${step.does}\n`).join('') || '  none yet\n'),
    );
    return;
  }
  endWithSignals();
  await reportingFailures(async () => {
    if (stacks.length > 0 || args.length > 0) process.exit(await runAndReport(stacks, args, Date.now()));
    process.stdout.write('There is nothing to run: no test needs packages of Debian yet.\n');
  });
}
