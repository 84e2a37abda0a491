import { loadPeer } from '../../peers.ts';
import type { Contender } from '../contender.ts';
import { fields, holds, type Payload } from '../workload.ts';
import { decisionTable } from './zen-table.ts';

interface ZenEngine {
  createDecision(content: unknown): {
    evaluate(payload: Payload, options?: { trace: boolean }): Promise<{ result?: { rule?: number | null } }>;
  };
}

function zen(trace: boolean): Contender {
  return {
    name: `@gorules/zen-engine, decision table${trace ? ', with its trace' : ''}`,
    peer: '@gorules/zen-engine',
    async prepare(rules) {
      const { ZenEngine, ZenDecisionContent } = await loadPeer<{
        ZenEngine: new () => ZenEngine;
        ZenDecisionContent: new (content: object) => unknown;
      }>('@gorules/zen-engine');
      const decision = new ZenEngine().createDecision(new ZenDecisionContent(decisionTable(rules)));
      const options = trace ? { trace } : undefined;
      return async payload => (await decision.evaluate(payload, options)).result?.rule ?? -1;
    },
  };
}

const jsonRulesOperators = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
  '==': 'equal',
};

interface JsonRulesEngine {
  addRule(rule: object): void;
  stop(): void;
  run(payload: Payload): Promise<{ events: { params?: { index: number } }[] }>;
}

interface NodeRules {
  register(rules: object[]): void;
  execute(fact: object, done: (result: { hit: number }) => void): void;
}

interface NodeRulesFlow {
  when(holds: boolean): void;
  stop(): void;
}

interface Cedar {
  preparsePolicySet(name: string, policies: object): { type: string };
  statefulIsAuthorized(call: object): { type: string; response: { diagnostics: { reason: string[] } } };
}

export const ruleEngines: Contender[] = [
  zen(false),
  zen(true),
  {
    name: 'json-rules-engine, stops at the first',
    peer: 'json-rules-engine',
    async prepare(rules) {
      const { Engine } = await loadPeer<{ Engine: new () => JsonRulesEngine }>('json-rules-engine');
      const engine = new Engine();
      rules.forEach((rule, index) =>
        engine.addRule({
          priority: rules.length - index,
          conditions: {
            all: rule.map(({ field, operator, value }) => ({
              fact: field,
              operator: jsonRulesOperators[operator],
              value,
            })),
          },
          event: { type: 'holds', params: { index } },
          onSuccess: () => engine.stop(),
        }),
      );
      return async payload => (await engine.run(payload)).events[0]?.params?.index ?? -1;
    },
  },
  {
    name: 'node-rules, stops at the first',
    peer: 'node-rules',
    async prepare(rules) {
      const { RuleEngine } = await loadPeer<{ RuleEngine: new () => NodeRules }>('node-rules');
      const engine = new RuleEngine();
      engine.register(
        rules.map((rule, index) => ({
          priority: rules.length - index,
          condition: (flow: NodeRulesFlow, fact: Payload) =>
            flow.when(rule.every(comparison => holds(comparison, fact))),
          consequence: (flow: NodeRulesFlow, fact: { hit: number }) => {
            fact.hit = index;
            flow.stop();
          },
        })),
      );
      return payload => new Promise(resolve => engine.execute({ ...payload, hit: -1 }, ({ hit }) => resolve(hit)));
    },
  },
  {
    name: '@cedar-policy/cedar-wasm, parsed once; evaluates every policy',
    peer: '@cedar-policy/cedar-wasm',
    async prepare(rules) {
      const cedar = await loadPeer<Cedar>('@cedar-policy/cedar-wasm/nodejs');
      // Cedar has only integers, so fractions are scaled up.
      const scale = new Map(fields.map(field => [field.name, field.kind === 'number' ? 10 ** field.decimals : 1]));
      const scaled = (field: string, value: unknown) =>
        typeof value === 'number' ? Math.round(value * (scale.get(field) ?? 1)) : value;
      const staticPolicies = Object.fromEntries(
        rules.map((rule, index) => {
          const when = rule.map(
            ({ field, operator, value }) => `context.${field} ${operator} ${JSON.stringify(scaled(field, value))}`,
          );
          return [`rule${index}`, `permit(principal, action, resource) when { ${when.join(' && ')} };`];
        }),
      );
      const parsed = cedar.preparsePolicySet('bench', { staticPolicies, templates: {}, templateLinks: [] });
      if (parsed.type !== 'success') throw new Error('Cedar does not take the policies');
      const agent = { type: 'Agent', id: 'a' };
      const call = { principal: agent, action: { type: 'Action', id: 'a' }, resource: agent, entities: [] };
      return payload => {
        const context = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, scaled(name, value)]));
        const answer = cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId: 'bench', context });
        if (answer.type !== 'success') throw new Error('Cedar does not take the payload');
        const holding = answer.response.diagnostics.reason.map(id => Number(id.slice('rule'.length)));
        return holding.length > 0 ? Math.min(...holding) : -1;
      };
    },
  },
  {
    name: 'feelin (FEEL), parses at each call',
    peer: 'feelin',
    async prepare(rules) {
      const { evaluate } = await loadPeer<{ evaluate: (text: string, payload: Payload) => { value: unknown } }>(
        'feelin',
      );
      const texts = rules.map(rule =>
        rule
          .map(
            ({ field, operator, value }) => `${field} ${operator === '==' ? '=' : operator} ${JSON.stringify(value)}`,
          )
          .join(' and '),
      );
      return payload => texts.findIndex(text => evaluate(text, payload).value === true);
    },
  },
];
