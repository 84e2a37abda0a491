import { randomNumbers } from '../generate/random-numbers.ts';
import type { Json, JsonObject } from '../../engine/model/json.ts';

/** A field of a payload: numbers from 0 to `max` with `decimals` digits, or one of several words. */
export type Field =
  | { name: string; kind: 'number'; max: number; decimals: number }
  | { name: string; kind: 'word'; words: string[] };

/** The fields that an agent reports with each answer. */
export const fields: readonly Field[] = [
  { name: 'confidence', kind: 'number', max: 1, decimals: 3 },
  { name: 'latency_ms', kind: 'number', max: 10_000, decimals: 0 },
  { name: 'data_completeness', kind: 'number', max: 1, decimals: 3 },
  { name: 'accuracy', kind: 'number', max: 1, decimals: 3 },
  { name: 'risk', kind: 'word', words: ['low', 'medium', 'high', 'critical'] },
  {
    name: 'intent',
    kind: 'word',
    words: ['refund', 'cancel', 'fraud', 'billing', 'tech', 'legal', 'advice', 'other'],
  },
  { name: 'channel', kind: 'word', words: ['chat', 'voice', 'email', 'api'] },
  { name: 'amount', kind: 'number', max: 10_000, decimals: 0 },
];

export type Comparison =
  | { field: string; operator: '<' | '<=' | '>' | '>='; value: number }
  | { field: string; operator: '=='; value: string };

/** A rule: three comparisons of three fields, all of which must hold. The first rule that holds decides. */
export type WorkloadRule = Comparison[];
export type Payload = JsonObject;

/** The range of probabilities that a comparison of a number holds. `sparse` rules rarely match, so decisions search deep into the list. */
const likelihood = { mixed: [0.05, 0.35], sparse: [0.02, 0.12] } as const;
export type Profile = keyof typeof likelihood;

export function makeRules(count: number, profile: Profile, seed = 42): WorkloadRule[] {
  const random = randomNumbers(seed);
  const [rare, often] = likelihood[profile];
  return Array.from({ length: count }, () => {
    const left = [...fields];
    return Array.from({ length: 3 }, (): Comparison => {
      const [field] = left.splice(Math.floor(random() * left.length), 1) as [Field];
      if (field.kind === 'word') return { field: field.name, operator: '==', value: pick(field.words, random) };
      const share = (rare + random() * (often - rare)) * field.max;
      const below = random() < 0.5;
      const strict = random() < 0.5;
      const value = Number((below ? share : field.max - share).toFixed(field.decimals));
      return { field: field.name, operator: below ? (strict ? '<' : '<=') : strict ? '>' : '>=', value };
    });
  });
}

/** Random payloads, parsed from JSON as if from a log. */
export function makePayloads(count: number, seed = 7): Payload[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => {
    const made = fields.map((field): [string, Json] => [
      field.name,
      field.kind === 'word' ? pick(field.words, random) : Number((random() * field.max).toFixed(field.decimals)),
    ]);
    return JSON.parse(JSON.stringify(Object.fromEntries(made))) as Payload;
  });
}

function pick(words: string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] as string;
}

/** The correct result, by the simplest means: the index of the first rule that holds, or -1. */
export function firstHolding(rules: readonly WorkloadRule[], payload: Payload): number {
  return rules.findIndex(rule => rule.every(comparison => holds(comparison, payload)));
}

export function holds({ field, operator, value }: Comparison, payload: Payload): boolean {
  const found = payload[field];
  if (operator === '==') return found === value;
  const number = found as number;
  switch (operator) {
    case '<':
      return number < value;
    case '<=':
      return number <= value;
    case '>':
      return number > value;
    case '>=':
      return number >= value;
  }
}
