import { reportingFailures } from '../host/failure.ts';
import { endWithSignals } from '../host/processes.ts';
import { runAndReport } from '../test/run-and-report.ts';
import { stacks } from './stacks.ts';

/** `npm run test:stacks [-- STEP…]`: runs the tests that need large programs, or only the named steps. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(
      'npm run test:stacks    runs the tests that need large programs, which it installs\n\nSteps:\n' +
        stacks.map(step => `  ${step.name.padEnd(16)}${step.does}\n`).join(''),
    );
    return;
  }
  endWithSignals();
  await reportingFailures(async () => process.exit(await runAndReport(stacks, args, Date.now())));
}
