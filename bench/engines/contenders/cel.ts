import { loadPeer } from '../../peers.ts';
import type { Contender } from '../contender.ts';
import { fields, type Payload, type WorkloadRule } from '../workload.ts';

/** A rule as a CEL expression. Numbers are doubles, so constants must be, too. */
function celText(rule: WorkloadRule): string {
  return rule
    .map(({ field, operator, value }) => {
      const constant =
        typeof value === 'string' ? JSON.stringify(value) : Number.isInteger(value) ? `${value}.0` : value;
      return `${field} ${operator} ${constant}`;
    })
    .join(' && ');
}

interface CelEnvironment {
  registerVariable(name: string, type: string): void;
  parse(text: string): (payload: Payload) => unknown;
}

/** CEL has expressions but no rule sets, so the host loops over them. */
function firstOf(programs: ((payload: Payload) => unknown)[]): (payload: Payload) => number {
  return payload => programs.findIndex(program => program(payload) === true);
}

export const celEngines: Contender[] = [
  {
    name: '@marcbachmann/cel-js, parsed once',
    peer: '@marcbachmann/cel-js',
    async prepare(rules) {
      const { Environment } = await loadPeer<{ Environment: new () => CelEnvironment }>('@marcbachmann/cel-js');
      const environment = new Environment();
      for (const field of fields) environment.registerVariable(field.name, field.kind === 'word' ? 'string' : 'double');
      return firstOf(rules.map(rule => environment.parse(celText(rule))));
    },
  },
  {
    name: '@bufbuild/cel, planned once',
    peer: '@bufbuild/cel',
    async prepare(rules) {
      const { celEnv, parse, plan } = await loadPeer<{
        celEnv: () => unknown;
        parse: (text: string) => unknown;
        plan: (environment: unknown, parsed: unknown) => (payload: Payload) => unknown;
      }>('@bufbuild/cel');
      const environment = celEnv();
      return firstOf(rules.map(rule => plan(environment, parse(celText(rule)))));
    },
  },
  {
    name: 'cel-js, parsed once',
    peer: 'cel-js',
    async prepare(rules) {
      const { parse, evaluate } = await loadPeer<{
        parse: (text: string) => { cst: unknown };
        evaluate: (tree: unknown, payload: Payload) => unknown;
      }>('cel-js');
      const trees = rules.map(rule => parse(celText(rule)).cst);
      return firstOf(trees.map(tree => payload => evaluate(tree, payload)));
    },
  },
];
