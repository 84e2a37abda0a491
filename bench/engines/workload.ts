import { randomNumbers } from '../generate/random-numbers.ts';
import type { Json, JsonObject } from '../../engine/model/json.ts';

/** A field of a payload: numbers between 0 and `most` with `decimals` digits, or one of some words. */
export type Field =
  | { name: string; kind: 'number'; most: number; decimals: number }
  | { name: string; kind: 'word'; words: string[] };

/** What an agent reports with each answer. */
export const fields: readonly Field[] = [
  { name: 'confidence', kind: 'number', most: 1, decimals: 3 },
  { name: 'latency_ms', kind: 'number', most: 10_000, decimals: 0 },
  { name: 'data_completeness', kind: 'number', most: 1, decimals: 3 },
  { name: 'accuracy', kind: 'number', most: 1, decimals: 3 },
  { name: 'risk', kind: 'word', words: ['low', 'medium', 'high', 'critical'] },
  {
    name: 'intent',
    kind: 'word',
    words: ['refund', 'cancel', 'fraud', 'billing', 'tech', 'legal', 'advice', 'other'],
  },
  { name: 'channel', kind: 'word', words: ['chat', 'voice', 'email', 'api'] },
  { name: 'amount', kind: 'number', most: 10_000, decimals: 0 },
];

export type Comparison =
  | { field: string; operator: '<' | '<=' | '>' | '>='; value: number }
  | { field: string; operator: '=='; value: string };

/** A rule: three comparisons on three fields, all of which must hold. The first rule in the list that holds decides. */
export type WorkloadRule = Comparison[];
export type Payload = JsonObject;

/** How often a comparison of a number holds: `sparse` rules match rarely, so that decisions look deep into the list. */
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
      const share = (rare + random() * (often - rare)) * field.most;
      const below = random() < 0.5;
      const strict = random() < 0.5;
      const value = Number((below ? share : field.most - share).toFixed(field.decimals));
      return { field: field.name, operator: below ? (strict ? '<' : '<=') : strict ? '>' : '>=', value };
    });
  });
}

/** Payloads as they come out of a log: parsed from JSON. */
export function makePayloads(count: number, seed = 7): Payload[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => {
    const made = fields.map((field): [string, Json] => [
      field.name,
      field.kind === 'word' ? pick(field.words, random) : Number((random() * field.most).toFixed(field.decimals)),
    ]);
    return JSON.parse(JSON.stringify(Object.fromEntries(made))) as Payload;
  });
}

function pick(words: string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] as string;
}

/** What is right: the position of the first rule that holds, -1 where none does. As plainly as it can be written. */
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
