import { Failure, reportingFailures } from '../host/failure.ts';
import { endWithSignals } from '../host/processes.ts';
import { runSteps, withNeeds, type Ran } from './schedule.ts';
import { steps, type Context } from './steps.ts';
import { totals } from './totals.ts';

/** `npm test [-- STEP…]`: runs everything, or the steps named and what they need. */
export async function main(args: string[], prepared: { installed: boolean; installSeconds: number }): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return help();
  const started = Date.now() - prepared.installSeconds * 1000;
  endWithSignals();
  await reportingFailures(async () => {
    const chosen = choose(args);
    if (prepared.installed) print('✔', 'install', prepared.installSeconds, 'packages');
    const context: Context = { host: null, report: line => process.stdout.write(`  ${line}\n`) };
    const ran = await runSteps(chosen, context, { started: () => {}, ended: show });
    const { passed, failed } = totals(ran);
    const bad = ran.filter(one => one.outcome?.ok !== true);
    process.stdout.write(`\nAll steps took ${Math.round((Date.now() - started) / 1000)} s.\n`);
    if (bad.length > 0) process.stdout.write(`Failed: ${bad.map(one => one.step.name).join(', ')}\n`);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    process.exit(bad.length > 0 ? 1 : 0);
  });
}

function choose(args: string[]) {
  const known = steps.map(step => step.name);
  const unknown = args.find(argument => !known.includes(argument));
  if (unknown !== undefined) throw new Failure(`There is no step "${unknown}". The steps are ${known.join(', ')}.`);
  const everything = steps.filter(step => step.onRequest !== true).map(step => step.name);
  return withNeeds(steps, args.length === 0 ? everything : args);
}

function show({ step, seconds, outcome, blocked }: Ran): void {
  if (outcome === null) return print('✖', step.name, seconds, `not run, because ${blocked} failed`);
  const { counts } = outcome;
  const words = [
    ...(counts === null ? [] : [`${counts.passed} passed${counts.failed > 0 ? `, ${counts.failed} failed` : ''}`]),
    ...(outcome.note === undefined ? [] : [outcome.note]),
  ];
  print(outcome.ok ? '✔' : '✖', step.name, seconds, words.join(' · ') || step.does);
  if (outcome.ok) return;
  const rule = '─'.repeat(80);
  process.stdout.write(`${rule}\n${outcome.output.trimEnd()}\n${rule} ${step.name} failed\n`);
}

function print(mark: string, name: string, seconds: number, words: string): void {
  process.stdout.write(`${mark} ${name.padEnd(15)}${seconds.toFixed(1).padStart(6)} s  ${words}\n`);
}

function help(): void {
  process.stdout.write(
    'npm test                 runs everything, set-up included\n' +
      'npm test -- unit lint    runs these steps, and those that they need\n\nSteps:\n' +
      steps.map(step => `  ${step.name.padEnd(16)}${step.does}\n`).join('') +
      '\nHANDRAIL_HOST=server|desktop chooses the VS Code to test in, CHROMIUM=PATH the browser, HANDRAIL_GREP=PATTERN the\n' +
      'tests of the suites inside VS Code.\n',
  );
}
