import process from 'node:process';
import type { Verdict } from './verdict.ts';

/** Counts verdicts by question. */
export interface Tally {
  add: (verdict: Verdict) => void;
  /** The share of all verdicts, from 0 to 1. */
  share: (is: Verdict['is']) => number;
  print: (title: string, more: object) => void;
}

export function createTally(): Tally {
  const counts = new Map<string, Record<Verdict['is'], number>>();
  const sum = (is: Verdict['is']) => [...counts.values()].reduce((total, each) => total + each[is], 0);
  return {
    add({ question, is }: Verdict): void {
      const count = counts.get(question) ?? { right: 0, undecided: 0, missed: 0, wrong: 0 };
      count[is]++;
      counts.set(question, count);
    },
    share(is: Verdict['is']): number {
      return sum(is) / (sum('right') + sum('undecided') + sum('missed') + sum('wrong'));
    },
    print(title: string, more: object): void {
      print(title, ...[...counts].map(([question, count]) => ({ [question]: count })), more);
    },
  };
}

/** Prints what a test has counted, if `HANDRAIL_VERBOSE` is `1`. */
export function print(title: string, ...counted: object[]): void {
  if (process.env['HANDRAIL_VERBOSE'] !== '1') return;
  process.stdout.write(`${[title, ...counted.map(each => `  ${JSON.stringify(each)}`)].join('\n')}\n`);
}
