import { fileURLToPath } from 'node:url';
import { type PreparedRules, restore } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { fileKeeper } from './keeper.ts';
import { block, limitMs, maxInputBytes, standardInput } from './program.ts';
import { runGate } from './run.ts';

/** What an export writes in front of this program. */
declare const HANDRAIL: {
  ruleSet: RuleSet;
  prepared: PreparedRules;
  /** The decision log, relative to this file. */
  log: string;
};

/** By this, the command that starts this file knows that it is complete. */
export const isGate = true;

process.on('uncaughtException', () => block());
process.on('unhandledRejection', () => block());
/** Milliseconds. The clock began with the process. */
const left = (): number => limitMs - performance.now();
setTimeout(() => block(), left());

const [option, host, logOption, log, ...more] = process.argv.slice(2);
if (option !== '--host' || host === undefined || more.length > 0) block();
if (logOption !== undefined && (logOption !== '--log' || log === undefined)) block();

const output = await runGate({
  host,
  text: await standardInput(maxInputBytes, process.stdin),
  rules: () => restore(HANDRAIL.ruleSet, HANDRAIL.prepared),
  now: Date.now(),
  left,
  keeper: fileKeeper(log ?? fileURLToPath(new URL(HANDRAIL.log, import.meta.url)), HANDRAIL.ruleSet),
});
if (output === '') process.exit(0);
process.stdout.write(`${output}\n`, error => {
  if (error) block();
  process.exit(0);
});
