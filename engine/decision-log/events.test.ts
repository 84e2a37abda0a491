import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../model/json.ts';
import { readEvent } from './events.ts';

const at = '2026-03-02T10:00:00Z';
const events: Record<string, JsonObject> = {
  decision: { type: 'decision', id: '01JD', at, case: 'c-17', input: { amount: 1 }, record: { decision: 'pause' } },
  handoff: { type: 'handoff', decision: '01JD', at, state: 'timed-out', target: 'support-l1' },
  verdict: { type: 'verdict', decision: '01JD', at, needed: false, by: 'ann', source: 'audit', sampling: 0.05 },
  grant: {
    type: 'grant',
    id: '01JE',
    at,
    decision: '01JD',
    rule: 'large-refund@2',
    terms: 'a',
    bind: { 'tool.name': 'pay' },
    validUntil: '2026-03-02T10:30:00Z',
    uses: 1,
    by: 'ann',
  },
  spent: { type: 'grant', id: '01JE', at, spent: '01JF' },
  revoked: { type: 'grant', id: '01JE', at, revoked: true, by: 'ann' },
  outcome: { type: 'outcome', case: 'c-17', at, measures: { csat: 4 } },
};

const ajv = new Ajv({ strict: false });
addFormats(ajv);
const schema = path.resolve(import.meta.dirname, '../../schemas/decision-event.schema.json');
const conforms = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

it.each(Object.entries(events))('reads an event as the schema says: %s', (_, event) => {
  expect(readEvent(event)).toEqual({ ok: true, event });
  expect(conforms(event)).toBe(true);
  for (const key of Object.keys(event)) {
    for (const wrong of [undefined, null, '', 0, 1.5, -1, [], {}, 'x', true] as (Json | undefined)[]) {
      const changed = Object.fromEntries(
        Object.entries({ ...event, [key]: wrong }).filter(([, value]) => value !== undefined),
      ) as JsonObject;
      const read = readEvent(changed);
      // Without the key that tells events from inputs, a document is no event.
      if (read !== null) expect([key, wrong, read.ok]).toEqual([key, wrong, conforms(changed)]);
    }
  }
});

it('says what is wrong with an event', () => {
  expect(readEvent({ ...events['decision'], at: 'soon' })).toEqual({ ok: false, why: '`at` must be an RFC 3339 time' });
  expect(readEvent({ ...events['verdict'], needed: null })).toEqual({
    ok: false,
    why: '`needed` must be one of `true`, `false`',
  });
});

it('takes an input with a signal `type` for no event', () => {
  expect(readEvent({ type: 'verdict', amount: 3 })).toBeNull();
  expect(readEvent({ type: 'invoice', input: {} })).toBeNull();
});
