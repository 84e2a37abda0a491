import { parseArgs } from 'node:util';
import { Failure } from '../host/failure.ts';

export interface DeepOptions {
  /** How many times the cases of `npm test` each test draws in a round. */
  times: number;
  /** New rounds begin for so long. There is one at least. */
  minutes: number;
  /** Of the only round; null: each round draws one. */
  seed: number | null;
  /** Parts of the names of the files to run; empty: all. */
  files: string[];
}

export const deepHelp = `npm run test:deep                      runs random tests for a quarter of an hour
npm run test:deep -- oracle            runs those in files whose name contains this

  --minutes N    begins new rounds for so long; 15 if nothing else is said
  --times N      draws N times the cases of npm test in each round; 30 if nothing else is said
  --seed N       runs one round with this seed, as one that failed is repeated
`;

/** @throws Failure if an option is unknown or has no number */
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

  function numberOf(name: 'times' | 'minutes' | 'seed', usual: number): number {
    const text = values[name];
    if (text === undefined) return usual;
    const number = Number(text);
    if (text.trim() === '' || !Number.isFinite(number) || number < 0 || (name === 'seed' && !Number.isInteger(number)))
      throw new Failure(`--${name} needs a number, not "${text}".\n\n${deepHelp}`);
    return number;
  }
}
