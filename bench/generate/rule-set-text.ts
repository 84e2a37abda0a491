import { randomNumbers } from './random-numbers.ts';

/** A rule file like that of a support team, and the places in it to edit. */
export interface RuleSetText {
  text: string;
  /** Offset of the `-` of a rule's entry. */
  ruleStart: (index: number) => number;
}

const intents = ['refund', 'billing', 'cancellation', 'delivery', 'complaint', 'account', 'fraud', 'other'];
const tiers = ['free', 'pro', 'business', 'enterprise'];
const regions = ['eu', 'uk', 'us', 'apac', 'latam'];
const channels = ['chat', 'email', 'phone', 'social'];
const flags = ['legal', 'pii', 'abuse', 'self_harm', 'chargeback', 'press'];
const targets = ['front-desk', 'senior-desk', 'fraud-desk', 'legal-desk'];

const head = `# Generated: as many rules as a large support team collects in some years.
escalation: 1
name: generated-support
version: 1.0.0
description: Who takes over from the support agent, and when.
hitPolicy: first
onUnknown: safe

signals:
  confidence: { type: number, minimum: 0, maximum: 1, description: Calibrated answer confidence }
  amount: { type: number, minimum: 0, maximum: 100000, unit: USD }
  sentiment: { type: number, minimum: -1, maximum: 1 }
  failed_attempts: { type: integer, minimum: 0, maximum: 20 }
  waiting: { type: string, format: duration }
  intent: { type: string, enum: [${intents.join(', ')}], required: true }
  region: { type: string, enum: [${regions.join(', ')}], required: true }
  channel: { type: string, enum: [${channels.join(', ')}] }
  customer.tier: { type: string, enum: [${tiers.join(', ')}] }
  customer.verified: { type: boolean }
  customer.open_cases: { type: integer, minimum: 0, maximum: 50 }
  policy_flags: { type: array, items: { type: string, enum: [${flags.join(', ')}] }, uniqueItems: true }

thresholds:
  min_confidence: { value: 0.7, minimum: 0.5, maximum: 0.95, description: Below this a person decides }
  large_amount: { value: 4000, minimum: 100, maximum: 50000, unit: USD }
  angry: -0.6

targets:
${targets.map(name => `  ${name}: { kind: human, acknowledgeWithin: 15m, onTimeout: ${name === 'front-desk' ? 'pause' : 'front-desk'} }`).join('\n')}
  specialist: { kind: agent, onTimeout: front-desk }

rules:
`;

const tail = `
default: { decide: pause, reason: No rule covers this case. }
`;

/**
 * Deterministic text of a rule set with 12 signals and eight lines per rule. Every rule is valid, so the only findings are
 * those of the analysis.
 */
export function ruleSetText(rules: number, seed = 1): RuleSetText {
  const random = randomNumbers(seed);
  const starts: number[] = [];
  let text = head;
  for (let index = 0; index < rules; index++) {
    starts.push(text.length + 2);
    text += ruleText(index, random);
  }
  return { text: text + tail, ruleStart: index => starts[index] ?? text.length };
}

/** One rule in eight lines, as an entry of `rules` indented by two spaces. */
export function ruleText(index: number, random: () => number = randomNumbers(index)): string {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const number = (from: number, until: number, digits = 0) => (from + random() * (until - from)).toFixed(digits);
  const intent = one(intents);
  const clauses = [
    () => `amount > ${number(10, 50_000)}`,
    () => 'amount >= thresholds.large_amount',
    () => `confidence < ${number(0.3, 0.95, 2)}`,
    () => 'confidence < thresholds.min_confidence',
    () => 'sentiment <= thresholds.angry',
    () => `failed_attempts >= ${number(1, 10)}`,
    () => `waiting > duration("${number(1, 120)}m")`,
    () => `channel != "${one(channels)}"`,
    () => `customer.tier == "${one(tiers)}"`,
    () => '!customer.verified',
    () => `customer.open_cases > ${number(1, 30)}`,
  ];
  // Each rule is about one intent in one region, with other random clauses.
  const when = [`intent == "${intent}"`, `region == "${one(regions)}"`];
  for (let more = 1 + Math.floor(random() * 3); more > 0; more--) {
    const [clause] = clauses.splice(Math.floor(random() * clauses.length), 1);
    if (clause !== undefined) when.push(clause());
  }
  const person = random() < 0.8;
  return [
    `  - id: ${intent}-${index}`,
    `    title: ${intent[0]?.toUpperCase() ?? ''}${intent.slice(1)} case ${index} for the ${one(regions)} team`,
    `    when: ${when.join(' && ')}`,
    `    decide: ${person ? 'escalate' : 'route'}`,
    `    to: ${person ? one(targets) : 'specialist'}`,
    `    reason: "${intent} of {{ amount }} USD, attempt {{ failed_attempts }}"`,
    `    tags: [${one(flags)}, ${one(channels)}]`,
    '',
  ]
    .join('\n')
    .concat('\n');
}
