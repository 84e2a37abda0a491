import { parseArgs } from 'node:util';
import { Failure } from '../host/failure.ts';

export interface DeepOptions {
  /** How many times as many cases as in `npm test` each test draws in a round. */
  times: number;
  /** For how long new rounds begin; at least one round runs. */
  minutes: number;
  /** The seed of the only round; null if rounds draw their own. */
  seed: number | null;
  /** Parts of the names of the files to run; empty for all files. */
  files: string[];
}

export const deepHelp = `npm run test:deep                      runs random tests for 15 minutes
npm run test:deep -- oracle            runs those in files whose name contains "oracle"

  --minutes N    begins new rounds for this long (default: 15)
  --times N      draws N times as many cases as npm test in each round (default: 30)
  --seed N       runs one round with this seed, to repeat one that failed
`;

/** @throws Failure if an option is unknown or its value is not a number */
export function deepOptions(args: string[]): DeepOptions {
  const option = { type: 'string' } as const;
  const { values, positionals } = parse();
  return {
    times: numberOf('times', 30),
    minutes: numberOf('minutes', 15),
    seed: values.seed === undefined ? null : numberOf('seed', 0),
    files: positionals,
  };

  function parse() {
    try {
      return parseArgs({ args, allowPositionals: true, options: { times: option, minutes: option, seed: option } });
    } catch (error) {
      throw new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${deepHelp}`);
    }
  }

  function numberOf(name: 'times' | 'minutes' | 'seed', fallback: number): number {
    const text = values[name];
    if (text === undefined) return fallback;
    const number = Number(text);
    if (text.trim() === '' || !Number.isFinite(number) || number < 0 || (name === 'seed' && !Number.isInteger(number)))
      throw new Failure(`--${name} needs a number, not "${text}".\n\n${deepHelp}`);
    return number;
  }
}
