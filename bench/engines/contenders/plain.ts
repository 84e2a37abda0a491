import type { Contender } from '../contender.ts';
import { firstHolding, type Payload } from '../workload.ts';

/** Programs for comparison, not engines: the simplest one, and generated code, which is about the fastest form of the rules. */
export const plainPrograms: Contender[] = [
  {
    name: '*for comparison:* a plain loop over the rules',
    prepare: rules => Promise.resolve((payload: Payload) => firstHolding(rules, payload)),
  },
  {
    name: '*for comparison:* generated code, one chain of `if`',
    prepare: rules => {
      const tests = rules.map(rule =>
        rule
          .map(
            ({ field, operator, value }) =>
              `p.${field} ${operator === '==' ? '===' : operator} ${JSON.stringify(value)}`,
          )
          .join(' && '),
      );
      const body = tests.map((test, index) => `if (${test}) return ${index};`).join('\n');
      // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval
      return Promise.resolve(new Function('p', `${body}\nreturn -1;`) as (payload: Payload) => number);
    },
  },
];
