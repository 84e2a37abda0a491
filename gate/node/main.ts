import { fileURLToPath } from 'node:url';
import { type PreparedRules, restore, textDigest } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { builtin } from './builtin.ts';
import { fileKeeper } from './keeper.ts';
import { block, limitMs, maxInputBytes, standardInput } from './program.ts';
import { runGate } from './run.ts';

/** What an export writes in front of this program. */
declare const HANDRAIL: {
  /** Of `rules`, in hex: rules that somebody edited here do not decide. */
  sha256: string;
  rules: string;
};

interface GateRules {
  ruleSet: RuleSet;
  prepared: PreparedRules;
  /** The decision log, relative to this file. */
  log: string;
}

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

const { ruleSet, prepared, log: ownLog } = readRules();
const output = await runGate({
  host,
  text: await standardInput(maxInputBytes, process.stdin),
  rules: () => restore(ruleSet, prepared),
  now: Date.now(),
  left,
  keeper: fileKeeper(log ?? fileURLToPath(new URL(ownLog, import.meta.url)), ruleSet),
});
if (output === '') process.exit(0);
process.stdout.write(`${output}\n`, error => {
  if (error) block();
  process.exit(0);
});

function readRules(): GateRules {
  const { rules, sha256 } = HANDRAIL;
  if (digestOf(rules) !== sha256) throw new Error('The rules in this file were edited.');
  return JSON.parse(rules) as GateRules;
}

/** Loading Node's own hash takes as long as computing that of many rules without it. */
function digestOf(text: string): string {
  return text.length < 100_000
    ? textDigest(text)
    : builtin('node:crypto').createHash('sha256').update(text).digest('hex');
}
