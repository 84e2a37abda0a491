import { randomInt } from 'node:crypto';
import path from 'node:path';
import { reportingFailures } from '../host/failure.ts';
import { root } from '../host/folders.ts';
import { endWithSignals, run } from '../host/processes.ts';
import { deepHelp, deepOptions, type DeepOptions } from './options.ts';

/** `npm run test:deep`: runs oracles and fuzzers in rounds, each with a new seed. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(deepHelp);
  endWithSignals();
  await reportingFailures(async () => {
    const options = deepOptions(args);
    const end = Date.now() + options.minutes * 60_000;
    let rounds = 0;
    do {
      const seed = options.seed ?? randomInt(2 ** 31);
      process.stdout.write(`\nRound ${++rounds}: seed ${seed}, ${options.times} times the usual cases\n`);
      if (!(await passes(options, seed))) {
        const files = options.files.map(file => ` ${file}`).join('');
        const again = `npm run test:deep -- --seed ${seed} --times ${options.times}${files}`;
        process.stdout.write(`\nRound ${rounds} failed. To repeat it: ${again}\n`);
        process.exit(1);
      }
    } while (options.seed === null && Date.now() < end);
    process.stdout.write(`\n${rounds} ${rounds === 1 ? 'round' : 'rounds'} passed.\n`);
    process.exit(0);
  });
}

async function passes({ times, files }: DeepOptions, seed: number): Promise<boolean> {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run(process.execPath, [vitest, 'run', '--config', 'test/deep.config.mts', ...files], {
    cwd: root,
    env: { ...process.env, HANDRAIL_CASES: String(times), HANDRAIL_SEED: String(seed) },
    onLine: line => process.stdout.write(`${line}\n`),
  });
  return code === 0;
}
