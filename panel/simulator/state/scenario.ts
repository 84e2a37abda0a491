import { sameJson, type Json } from '../../../engine/model/json.ts';
import type { GivenGrants, GivenInput, RuleSetView, SampleView } from '../../../protocol/server.ts';
import { printJson } from '../input/edit-text.ts';
import { parseJsonText } from '../input/json-text.ts';

/** What is tried out: the part of the page's state that undo and redo apply to. */
export interface Scenario {
  /** Name of the sample that it started from; null if none. */
  sample: string | null;
  /** The input that it started from if that is in no file, such as the witness of a finding; null otherwise. */
  given: GivenInput | null;
  /** The input as JSON text, as typed, valid or not. */
  text: string;
  /** RFC 3339; null means now. */
  at: string | null;
  /** Grants in force. */
  grants: GivenGrants;
  /** Values tried out instead of the declared ones, by name. */
  thresholds: Record<string, number>;
}

export const emptyScenario: Scenario = { sample: null, given: null, text: '{}', at: null, grants: [], thresholds: {} };

/** The scenario of a sample. */
export function scenarioOf(sample: SampleView): Scenario {
  return {
    sample: sample.name,
    given: null,
    text: printJson(sample.input),
    at: sample.at,
    grants: sample.grants ?? [],
    thresholds: {},
  };
}

export function scenarioOfGiven(given: GivenInput): Scenario {
  return {
    sample: null,
    given,
    text: printJson(given.input),
    at: given.at,
    grants: given.grants ?? [],
    thresholds: {},
  };
}

/** The scenario that reset restores: the sample or the input that it started from, or the empty one. */
export function baseOf({ sample: name, given }: Scenario, ruleSet: RuleSetView | null): Scenario {
  if (given !== null) return scenarioOfGiven(given);
  const sample = sampleNamed(ruleSet, name);
  return sample === null ? emptyScenario : scenarioOf(sample);
}

export function sampleNamed(ruleSet: RuleSetView | null, name: string | null): SampleView | null {
  return ruleSet?.samples.find(sample => sample.name === name) ?? null;
}

/** True if the scenario equals its base: the same time and grants, no tried thresholds, and the same input, whatever its formatting. */
export function isUntouched(scenario: Scenario, base: Scenario): boolean {
  if (scenario.at !== base.at || Object.keys(scenario.thresholds).length > 0) return false;
  if (!sameJson(scenario.grants as Json, base.grants as Json)) return false;
  const current = parseJsonText(scenario.text);
  const original = parseJsonText(base.text);
  return current.error === null && original.error === null && sameJson(current.value, original.value);
}

/** The value of the text, or, while it is not JSON, the last valid value. */
export function inputOf(text: string, last: Json): { input: Json; error: ReturnType<typeof parseJsonText>['error'] } {
  const parsed = parseJsonText(text);
  return parsed.error === null ? { input: parsed.value, error: null } : { input: last, error: parsed.error };
}
