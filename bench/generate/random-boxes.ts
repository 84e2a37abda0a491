import type { Rule, RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { randomNumbers } from './random-numbers.ts';

/** The difficulty of a rule set: the number of signals (half of them numeric), the comparisons per rule, and whether all signals are required. */
export interface Density {
  signals: number;
  conditions: number;
  required: boolean;
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
const decisions: readonly Pick<Rule, 'decide' | 'to'>[] = [
  { decide: 'continue' },
  { decide: 'pause' },
  { decide: 'route', to: 'supervisor' },
  { decide: 'escalate', to: 'desk' },
  { decide: 'stop' },
];

/**
 * A deterministic rule set of overlapping boxes in random order, harder than any that people write: each rule compares random signals with intervals or
 * words.
 */
export function randomBoxes(count: number, { signals: number, conditions, required }: Density, seed = 1): RuleSet {
  const random = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const presence = required ? { required: true } : {};
  const signals: Record<string, Signal> = {};
  for (let index = 0; index < number; index++) {
    signals[`s${index}`] =
      index < number / 2
        ? { type: 'number', minimum: 0, maximum: 1, ...presence }
        : { type: 'string', enum: letters, ...presence };
  }
  const rules = Array.from({ length: count }, (_, index): Rule => {
    const names = Object.keys(signals);
    const when = Array.from({ length: conditions }, () => {
      const [name = ''] = names.splice(below(names.length), 1);
      if (signals[name]?.type !== 'number') return `${name} == "${letters[below(letters.length)] ?? ''}"`;
      const low = below(80) / 100;
      const high = Math.min(100, Math.round(low * 100) + 10 + below(40)) / 100;
      return `${name} >= ${low} && ${name} < ${high}`;
    }).join(' && ');
    return { id: `rule-${index}`, when, ...(decisions[below(decisions.length)] ?? { decide: 'pause' }) };
  });
  return {
    escalation: 1,
    name: 'random-boxes',
    version: '1.0.0',
    signals,
    targets: { desk: { kind: 'human' }, supervisor: { kind: 'agent' } },
    rules,
    default: { decide: 'pause' },
  };
}
