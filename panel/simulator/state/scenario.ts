import { sameJson, type Json } from '../../../engine/model/json.ts';
import type { GivenInput, RuleSetView, SampleView } from '../../../protocol/server.ts';
import { printJson } from '../input/edit-text.ts';
import { parseJsonText } from '../input/json-text.ts';

/** What is tried out; the part of the page's state that undo and redo speak of. */
export interface Scenario {
  /** Name of the sample that it started from. */
  sample: string | null;
  /** The input that it started from, where that stands in no file: the witness of a finding. */
  given: GivenInput | null;
  /** The input as JSON text, as typed, valid or not. */
  text: string;
  /** RFC 3339; null means now. */
  at: string | null;
  /** Values instead of the declared ones. */
  thresholds: Record<string, number>;
}

export const emptyScenario: Scenario = { sample: null, given: null, text: '{}', at: null, thresholds: {} };

/** The scenario as a sample has it. */
export function scenarioOf(sample: SampleView): Scenario {
  return { sample: sample.name, given: null, text: printJson(sample.input), at: sample.at, thresholds: {} };
}

export function scenarioOfGiven(given: GivenInput): Scenario {
  return { sample: null, given, text: printJson(given.input), at: given.at, thresholds: {} };
}

/** What a scenario goes back to on reset: the sample or the input that it started from, or nothing. */
export function baseOf({ sample: name, given }: Scenario, ruleSet: RuleSetView | null): Scenario {
  if (given !== null) return scenarioOfGiven(given);
  const sample = sampleNamed(ruleSet, name);
  return sample === null ? emptyScenario : scenarioOf(sample);
}

export function sampleNamed(ruleSet: RuleSetView | null, name: string | null): SampleView | null {
  return ruleSet?.samples.find(sample => sample.name === name) ?? null;
}

/** Whether the scenario still is what it started from: the same input, whatever its formatting, time and thresholds. */
export function isUntouched(scenario: Scenario, base: Scenario): boolean {
  if (scenario.at !== base.at || Object.keys(scenario.thresholds).length > 0) return false;
  const now = parseJsonText(scenario.text);
  const then = parseJsonText(base.text);
  return now.error === null && then.error === null && sameJson(now.value, then.value);
}

/** The value of the text, or, while it is no JSON, the last valid one. */
export function inputOf(text: string, last: Json): { input: Json; error: ReturnType<typeof parseJsonText>['error'] } {
  const parsed = parseJsonText(text);
  return parsed.error === null ? { input: parsed.value, error: null } : { input: last, error: parsed.error };
}
