import { loadPeer } from '../../peers.ts';
import type { Contender } from '../contender.ts';
import type { WorkloadRule } from '../workload.ts';

function logicOf(rule: WorkloadRule): object {
  return {
    and: rule.map(({ field, operator, value }) => ({
      [operator === '==' ? '===' : operator]: [{ var: field }, value],
    })),
  };
}

/** All rules as one expression in JsonLogic: if, else if, …, else -1. */
function chainOf(rules: readonly WorkloadRule[]): object {
  return { if: [...rules.flatMap((rule, index) => [logicOf(rule), index]), -1] };
}

interface LogicEngine {
  build(logic: object): (payload: object) => unknown;
  run(logic: object, payload: object): unknown;
}

async function newEngine(): Promise<LogicEngine> {
  const { LogicEngine } = await loadPeer<{ LogicEngine: new () => LogicEngine }>('json-logic-engine');
  return new LogicEngine();
}

export const jsonLogicEngines: Contender[] = [
  {
    name: 'json-logic-engine, `build()` of each rule',
    peer: 'json-logic-engine',
    async prepare(rules) {
      const engine = await newEngine();
      const built = rules.map(rule => engine.build(logicOf(rule)));
      return payload => {
        for (let index = 0; index < built.length; index++) if (built[index]?.(payload) === true) return index;
        return -1;
      };
    },
  },
  {
    name: 'json-logic-engine, `build()` of the whole list',
    peer: 'json-logic-engine',
    async prepare(rules) {
      return (await newEngine()).build(chainOf(rules)) as (payload: object) => number;
    },
  },
  {
    name: 'json-logic-engine, `run()`',
    peer: 'json-logic-engine',
    async prepare(rules) {
      const engine = await newEngine();
      const chain = chainOf(rules);
      return payload => engine.run(chain, payload) as number;
    },
  },
  {
    name: 'json-logic-js',
    peer: 'json-logic-js',
    async prepare(rules) {
      const { apply } = await loadPeer<{ apply: (logic: object, payload: object) => unknown }>('json-logic-js');
      const chain = chainOf(rules);
      return payload => apply(chain, payload) as number;
    },
  },
];
