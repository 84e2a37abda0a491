import { Failure } from '../host/failure.ts';
import { runSteps, withNeeds, type Ran } from './schedule.ts';
import type { Step } from './steps.ts';
import { totals } from './totals.ts';

/**
 * Runs the named steps, or all that do not run only on request, and the steps that they need. Prints each step when it
 * ends, and the totals.
 * @returns the exit code, 0 if every step succeeded
 * @throws Failure if there is no step of that name
 */
export async function runAndReport(steps: readonly Step[], names: readonly string[], started: number): Promise<number> {
  const known = steps.map(step => step.name);
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined)
    throw new Failure(`There is no step "${unknown}". The steps are ${known.join(', ') || 'none'}.`);
  const everything = steps.filter(step => step.onRequest !== true).map(step => step.name);
  const chosen = withNeeds(steps, names.length === 0 ? everything : names);
  const report = (line: string): void => void process.stdout.write(`  ${line}\n`);
  const ran = await runSteps(chosen, { host: null, report }, { started: () => {}, ended: show });
  const { passed, failed } = totals(ran);
  const bad = ran.filter(one => one.outcome?.ok !== true);
  process.stdout.write(`\nAll steps took ${Math.round((Date.now() - started) / 1000)} s.\n`);
  if (bad.length > 0) process.stdout.write(`Failed: ${bad.map(one => one.step.name).join(', ')}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return bad.length > 0 ? 1 : 0;
}

function show({ step, seconds, outcome, blocked }: Ran): void {
  if (outcome === null) return printStep('✖', step.name, seconds, `not run, because ${blocked} failed`);
  const { counts } = outcome;
  const words = [
    ...(counts === null ? [] : [`${counts.passed} passed${counts.failed > 0 ? `, ${counts.failed} failed` : ''}`]),
    ...(outcome.note === undefined ? [] : [outcome.note]),
  ];
  printStep(outcome.ok ? '✔' : '✖', step.name, seconds, words.join(' · ') || step.does);
  if (outcome.ok) return;
  const rule = '─'.repeat(80);
  process.stdout.write(`${rule}\n${outcome.output.trimEnd()}\n${rule} ${step.name} failed\n`);
}

/** Prints a line about a step that has ended. */
export function printStep(mark: string, name: string, seconds: number, words: string): void {
  process.stdout.write(`${mark} ${name.padEnd(15)}${seconds.toFixed(1).padStart(6)} s  ${words}\n`);
}
