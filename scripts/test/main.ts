import { reportingFailures } from '../host/failure.ts';
import { endWithSignals } from '../host/processes.ts';
import { printStep, runAndReport } from './run-and-report.ts';
import { steps } from './steps.ts';

/** `npm test [-- STEP…]`: runs everything, or the named steps and those that they need. */
export async function main(args: string[], prepared: { installed: boolean; installSeconds: number }): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return help();
  const started = Date.now() - prepared.installSeconds * 1000;
  endWithSignals();
  await reportingFailures(async () => {
    if (prepared.installed) printStep('✔', 'install', prepared.installSeconds, 'packages');
    process.exit(await runAndReport(steps, args, started));
  });
}

function help(): void {
  process.stdout.write(
    'npm test                 runs everything, including the set-up\n' +
      'npm test -- unit lint    runs these steps, and those that they need\n\nSteps:\n' +
      steps.map(step => `  ${step.name.padEnd(16)}${step.does}\n`).join('') +
      '\nHANDRAIL_HOST=server|desktop selects the VS Code to test in, CHROMIUM=PATH the browser, HANDRAIL_GREP=PATTERN the\n' +
      'tests of the suites inside VS Code. CONTRIBUTING.md explains the steps.\n',
  );
}
