import type { DecisionRecord } from '../model/decision-record.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';

/** An event of a decision log: one line of `schemas/decision-event.schema.json`. Times are RFC 3339. Readers ignore keys that they do not know. */
export type DecisionEvent =
  | DecisionMade
  | HandoffEvent
  | VerdictEvent
  | GrantIssued
  | GrantSpent
  | GrantRevoked
  | OutcomeEvent;

export interface DecisionMade {
  type: 'decision';
  /** Unique in the log; a ULID if this product wrote it. */
  id: string;
  /** The time as of which the rules decided. */
  at: string;
  /** What the decision belongs to, such as a session or a ticket: outcomes name it. */
  case?: string;
  input: JsonObject;
  /** What `decide` returned; absent if only the input was logged. One use of each grant that it lists under `grants` is spent. */
  record?: DecisionRecord;
}

/** What can happen to a handoff. */
export const handoffStates = [
  'requested',
  'acknowledged',
  'resolved',
  'rejected',
  'timed-out',
  'unavailable',
  'failed',
  'handed-off',
  'paused',
  'stopped',
  'resumed',
] as const;
export type LoggedHandoffState = (typeof handoffStates)[number];

export interface HandoffEvent {
  type: 'handoff';
  /** The id of the decision that handed over. */
  decision: string;
  at: string;
  state: LoggedHandoffState;
  target?: string;
  by?: string;
}

export const verdictSources = ['review', 'audit', 'outcome'] as const;

/** Whether it was right that the agent did not go on alone; for a decision to continue, whether it would have been right to stop. */
export interface VerdictEvent {
  type: 'verdict';
  decision: string;
  at: string;
  needed: boolean;
  by?: string;
  source?: (typeof verdictSources)[number];
  /** The probability with which the case was chosen for a look, above 0; 1 if all are. */
  sampling?: number;
  note?: string;
}

/** A reviewer's grant. */
export interface GrantIssued {
  type: 'grant';
  id: string;
  at: string;
  /** The id of the decision that was reviewed. */
  decision: string;
  /** The rule version that escalated: `large-refund@2`. */
  rule: string;
  /** The hash of the rule's condition, target and grant terms; without it, the grant matches nothing. */
  terms?: string;
  /** The values of the bound signals, by signal. Those of sensitive signals are redacted. */
  bind: JsonObject;
  /** The first instant at which it is no longer valid. */
  validUntil: string;
  /** How many actions it allows. */
  uses: number;
  by: string;
}

/** A use of a grant. The decision that spent it counts as one use, however often it is logged. */
export interface GrantSpent {
  type: 'grant';
  id: string;
  at: string;
  /** The id of the decision that spent it. */
  spent: string;
}

export interface GrantRevoked {
  type: 'grant';
  id: string;
  at: string;
  revoked: true;
  by?: string;
}

/** How a case went, by the measures of the business. */
export interface OutcomeEvent {
  type: 'outcome';
  case: string;
  at: string;
  measures: JsonObject;
}

export type ReadEvent = { ok: true; event: DecisionEvent } | { ok: false; why: string };

/** The key that a line of each type has besides `type`; without it, a document with a `type` is an input with a signal of that name. */
const ownKeys = { decision: 'input', handoff: 'decision', verdict: 'decision', grant: 'id', outcome: 'case' } as const;

/**
 * Reads an event. The result says why if an event is malformed.
 * @returns null if the document is no event, but may be an input
 */
export function readEvent(document: Json): ReadEvent | null {
  if (!isJsonObject(document)) return null;
  const { type } = document;
  if (typeof type !== 'string' || !Object.hasOwn(ownKeys, type)) return null;
  if (!Object.hasOwn(document, ownKeys[type as keyof typeof ownKeys])) return null;
  const why = faultOf(document, shapeOf(document));
  return why === null ? { ok: true, event: document as unknown as DecisionEvent } : { ok: false, why };
}

/** What a key must hold, in words, and the test of it. */
type Kind = readonly [words: string, test: (value: Json) => boolean];
/** The keys of an event; the names of optional ones end with `?`. */
type Shape = Readonly<Record<string, Kind>>;

const text: Kind = ['a text', value => typeof value === 'string' && value !== ''];
const time: Kind = ['an RFC 3339 time', value => typeof value === 'string' && parseTimestamp(value) !== undefined];
const object: Kind = ['an object', isJsonObject];
const oneOf = (values: readonly (string | boolean)[]): Kind => [
  `one of ${values.map(value => `\`${value}\``).join(', ')}`,
  value => (typeof value === 'string' || typeof value === 'boolean') && values.includes(value),
];
const uses: Kind = ['a whole number above 0', value => Number.isSafeInteger(value) && Number(value) > 0];
const probability: Kind = [
  'a number above 0, at most 1',
  value => typeof value === 'number' && value > 0 && value <= 1,
];
const rule: Kind = [
  'the id and version of a rule, such as `large-refund@2`',
  value => typeof value === 'string' && /^.+@[1-9]\d{0,14}$/.test(value),
];

const shapes = {
  decision: { id: text, at: time, 'case?': text, input: object, 'record?': object },
  handoff: { decision: text, at: time, state: oneOf(handoffStates), 'target?': text, 'by?': text },
  verdict: {
    decision: text,
    at: time,
    needed: oneOf([true, false]),
    'by?': text,
    'source?': oneOf(verdictSources),
    'sampling?': probability,
    'note?': ['a text', value => typeof value === 'string'],
  },
  issued: { id: text, at: time, decision: text, rule, 'terms?': text, bind: object, validUntil: time, uses, by: text },
  spent: { id: text, at: time, spent: text },
  revoked: { id: text, at: time, revoked: oneOf([true]), 'by?': text },
  outcome: { case: text, at: time, measures: object },
} satisfies Record<string, Shape>;

function shapeOf(document: JsonObject): Shape {
  if (document['type'] !== 'grant') return shapes[document['type'] as keyof typeof shapes];
  const change = (['spent', 'revoked'] as const).find(key => Object.hasOwn(document, key));
  return shapes[change ?? 'issued'];
}

function faultOf(document: JsonObject, shape: Shape): string | null {
  for (const [key, [words, test]] of Object.entries(shape)) {
    const name = key.replace('?', '');
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    if (value === undefined ? name === key : !test(value)) return `\`${name}\` must be ${words}`;
  }
  return null;
}
