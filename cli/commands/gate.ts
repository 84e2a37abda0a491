import path from 'node:path';
import { GateFailure } from '../../gate/gate.ts';
import { fileKeeper } from '../../gate/node/keeper.ts';
import { blockedLine, limitMs, maxInputBytes, standardInput } from '../../gate/node/program.ts';
import { runGate } from '../../gate/node/run.ts';
import { dialects } from '../../gate/dialects/index.ts';
import type { Command, CommandContext, ExitCode, OptionValues } from '../command.ts';
import { asJson } from '../printed.ts';
import { ruleSetAt } from '../versions/given-rule-set.ts';
import { whyUnsound } from '../versions/load.ts';

export const gateCommand: Command = {
  name: 'gate',
  summary: "answer an agent host's question whether a tool may run",
  usage: `handrail gate --host ${Object.keys(dialects).join('|')} --rules RULESET [--log FILE] [--verbose] < EVENT`,
  formats: ['text'],
  options: {
    host: { type: 'string' },
    rules: { type: 'string' },
    log: { type: 'string' },
    verbose: { type: 'boolean' },
  },
  help: [
    "Reads the host's event on standard input, decides, and prints the answer in the host's own format: nothing if the agent may go",
    'on as usual. It is for trying rules out; `handrail export` writes a file of its own for the host to run.',
    '',
    'If anything fails, the call is blocked: exit code 2, nothing on standard output, one line on standard error.',
    '',
    '  --host HOST      who asks',
    '  --rules RULESET  the rules that decide',
    '  --log FILE       a decision log to which the decision is added; grants beside it count',
    '  --verbose        say on standard error why the call is blocked if something fails',
    '',
    'Examples:',
    '  handrail gate --host claude-code --rules agent.escalation.yaml < event.json',
    '  handrail gate --host cursor --rules agent.escalation.yaml --log agent.decisions.jsonl < event.json',
  ].join('\n'),
  async run(paths, options, context) {
    try {
      if (paths.length > 0)
        throw new GateFailure('`handrail gate` takes no operands: name the rule set with `--rules`');
      return await inTime(answer(options, context));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      context.message(options['verbose'] === true ? `${blockedLine} (${why.replaceAll('\n', ' ')})` : blockedLine);
      return 2;
    }
  },
};

async function answer({ host, rules, log }: OptionValues, context: CommandContext): Promise<ExitCode> {
  const start = performance.now();
  if (typeof rules !== 'string') throw new GateFailure('no rules are named: `--rules RULESET`');
  const loaded = await ruleSetAt(rules, context);
  if (loaded.kind !== 'sound') throw new GateFailure(whyUnsound(loaded).join('; '));
  const output = await runGate({
    host,
    text: await standardInput(maxInputBytes, context.stdin as AsyncIterable<Uint8Array>),
    rules: loaded.compiled,
    now: context.now,
    left: () => limitMs - (performance.now() - start),
    keeper: typeof log === 'string' ? fileKeeper(path.resolve(context.directory, log), loaded.project.ruleSet) : null,
  });
  if (output !== '') await context.out(asJson(JSON.parse(output), { lines: 'one' }));
  return 0;
}

/** @throws GateFailure if it takes too long */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new GateFailure(`no answer within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
