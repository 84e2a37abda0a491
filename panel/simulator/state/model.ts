import type { Json } from '../../../engine/model/json.ts';
import type { GivenInput, RuleSetView, SimulateResult } from '../../../protocol/server.ts';
import type { NamedVersion, PanelState } from '../../../protocol/simulator.ts';
import { editJsonText } from '../input/edit-text.ts';
import type { Edit } from '../input/fields.ts';
import { record, redo, startHistory, undo, type History } from '../input/history.ts';
import type { JsonTextError } from '../input/json-text.ts';
import {
  baseOf,
  emptyScenario,
  inputOf,
  isUntouched,
  sampleNamed,
  scenarioOf,
  scenarioOfGiven,
  type Scenario,
} from './scenario.ts';

/** Everything that the page shows. */
export interface Model {
  /** The rule file; null until the host has named it. */
  file: { uri: string; fileName: string } | null;
  history: History<Scenario>;
  /** The scenario that reset restores; null after a reload, until the samples are known again. */
  base: Scenario | null;
  /** The last valid value of the text. */
  input: Json;
  textError: JsonTextError | null;
  /** The last result; null before the first. */
  result: SimulateResult | null;
  /** The sample to start with once the samples are known, or `any` for the first; null after that. */
  begin: { sample: string } | 'any' | null;
  /** Increases when the host reports a change, so that the page asks again. */
  revision: number;
  /** An error between page and host, until it is dismissed or a result arrives. */
  failure: string | null;
  inputTab: PanelState['inputTab'];
  detailTab: PanelState['detailTab'];
  /** Index of the rule at the editor's cursor; null if there is none. */
  cursorRule: number | null;
  /** The rule that the page was opened for; a new object each time. */
  wantedRule: { rule: number } | null;
  /** Versions to choose from, and the URI of the one that decides; empty and null if there is only the file itself. */
  versions: NamedVersion[];
  version: string | null;
}

export type Action =
  | {
      type: 'open';
      uri: string;
      fileName: string;
      sample: string | null;
      rule: number | null;
      given: GivenInput | null;
      versions: NamedVersion[];
      version: string | null;
      kept: PanelState | null;
      now: number;
    }
  | { type: 'changed' }
  | { type: 'cursor'; rule: number | null }
  | { type: 'chooseVersion'; uri: string }
  | { type: 'result'; uri: string; result: SimulateResult }
  | { type: 'failed'; message: string }
  | { type: 'dismiss' }
  | { type: 'chooseSample'; name: string | null; now: number }
  /** Edits with the same `field` in quick succession, such as a drag or a typed word, are one undo step. */
  | { type: 'edit'; edits: readonly Edit[]; field: string; now: number }
  | { type: 'typeText'; text: string; now: number }
  | { type: 'setAt'; at: string | null; now: number }
  /** Says whether a reviewer of this very case has issued a grant of a rule. */
  | { type: 'setGranted'; rule: string; granted: boolean; now: number }
  /** An undefined value restores the declared one. */
  | { type: 'setThreshold'; name: string; value: number | undefined; now: number }
  | { type: 'saved'; name: string; at: string }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'reset'; now: number }
  | { type: 'showInput'; tab: PanelState['inputTab'] }
  | { type: 'showDetail'; tab: PanelState['detailTab'] };

export const initialModel: Model = {
  file: null,
  history: startHistory(emptyScenario),
  base: emptyScenario,
  input: {},
  textError: null,
  result: null,
  begin: null,
  revision: 0,
  failure: null,
  inputTab: 'form',
  detailTab: 'why',
  cursorRule: null,
  wantedRule: null,
  versions: [],
  version: null,
};

export function update(model: Model, action: Action): Model {
  const scenario = model.history.present;
  switch (action.type) {
    case 'open':
      return open(model, action);
    case 'changed':
      return { ...model, revision: model.revision + 1 };
    case 'cursor':
      return { ...model, cursorRule: action.rule };
    case 'chooseVersion':
      return { ...model, version: action.uri, revision: model.revision + 1 };
    case 'result':
      return action.uri === model.file?.uri ? receive(model, action.result) : model;
    case 'failed':
      return { ...model, failure: action.message };
    case 'dismiss':
      return { ...model, failure: null };
    case 'chooseSample': {
      const sample = sampleNamed(model.result?.ruleSet ?? null, action.name);
      const base = sample === null ? emptyScenario : scenarioOf(sample);
      return { ...change(model, base, null, action.now), base };
    }
    case 'edit': {
      let { text } = scenario;
      let { input } = model;
      for (const { path, value } of action.edits) {
        text = editJsonText(text, input, path, value);
        input = inputOf(text, input).input;
      }
      return change(model, { ...scenario, text }, action.field, action.now);
    }
    case 'typeText':
      return change(model, { ...scenario, text: action.text }, 'text', action.now);
    case 'setAt':
      return change(model, { ...scenario, at: action.at }, 'at', action.now);
    case 'setGranted': {
      const others = scenario.grants.filter(each => each !== action.rule);
      const grants = action.granted ? [...others, action.rule] : others;
      return change(model, { ...scenario, grants }, `grant ${action.rule}`, action.now);
    }
    case 'setThreshold': {
      const others = Object.entries(scenario.thresholds).filter(([name]) => name !== action.name);
      const own: [string, number][] = action.value === undefined ? [] : [[action.name, action.value]];
      const thresholds = Object.fromEntries([...others, ...own]);
      return change(model, { ...scenario, thresholds }, `threshold ${action.name}`, action.now);
    }
    case 'saved': {
      const present: Scenario = { ...scenario, sample: action.name, given: null, at: action.at };
      return {
        ...withHistory(model, { ...model.history, present, mergeKey: null }),
        base: { ...present, thresholds: {} },
      };
    }
    case 'undo':
      return withBase(withHistory(model, undo(model.history)));
    case 'redo':
      return withBase(withHistory(model, redo(model.history)));
    case 'reset':
      return change(model, model.base ?? emptyScenario, null, action.now);
    case 'showInput':
      return { ...model, inputTab: action.tab };
    case 'showDetail':
      return { ...model, detailTab: action.tab };
  }
}

function change(model: Model, next: Scenario, mergeKey: string | null, now: number): Model {
  return withHistory({ ...model, begin: null }, record(model.history, next, mergeKey, now));
}

function withHistory(model: Model, history: History<Scenario>): Model {
  if (history.present.text === model.history.present.text) return { ...model, history };
  const { input, error } = inputOf(history.present.text, model.input);
  return { ...model, history, input, textError: error };
}

/** After an undo past the choice of a sample or a given input, reset must restore the previous one. */
function withBase(model: Model): Model {
  const { base, history } = model;
  if (base === null || (history.present.sample === base.sample && history.present.given === base.given)) return model;
  return { ...model, base: baseOf(history.present, model.result?.ruleSet ?? null) };
}

function open(model: Model, action: Extract<Action, { type: 'open' }>): Model {
  const { uri, fileName, sample, rule, given, versions, version, kept, now } = action;
  const again = model.file?.uri === uri;
  const start: Model = again ? model : { ...initialModel, file: { uri, fileName } };
  const restored = !again && kept !== null && kept.uri === uri ? restore(start, kept) : start;
  const shown: Partial<Model> = rule === null ? {} : { wantedRule: { rule }, detailTab: 'why' };
  const opened: Model = {
    ...restored,
    file: { uri, fileName },
    versions,
    version,
    revision: model.revision + 1,
    ...shown,
  };
  if (given !== null) {
    const base = scenarioOfGiven(given);
    // Undo restores the scenario before, if there was one.
    const hasPast = again || restored !== start;
    return hasPast
      ? { ...change(opened, base, null, now), base }
      : { ...withHistory(opened, startHistory(base)), base };
  }
  if (sample !== null) return { ...opened, begin: { sample } };
  return again || restored !== start ? opened : { ...opened, begin: 'any' };
}

function restore(model: Model, kept: PanelState): Model {
  const { sample, given, inputText, at, grants = [], thresholds, inputTab, detailTab } = kept;
  const scenario: Scenario = { sample, given, text: inputText, at, grants, thresholds };
  return { ...withHistory({ ...model, inputTab, detailTab }, startHistory(scenario)), base: null };
}

function receive(model: Model, result: SimulateResult): Model {
  const received: Model = { ...model, result, failure: null };
  const { ruleSet } = result;
  if (ruleSet === null) return received;
  if (model.begin !== null) return begin(received, ruleSet, model.begin);
  return followSample(received, ruleSet);
}

/** Starts with the requested sample. The last result is about another input, so it is not shown. */
function begin(model: Model, ruleSet: RuleSetView, wanted: { sample: string } | 'any'): Model {
  const sample = wanted === 'any' ? (ruleSet.samples[0] ?? null) : sampleNamed(ruleSet, wanted.sample);
  const begun: Model = { ...model, begin: null };
  if (sample === null) {
    return wanted === 'any' ? begun : { ...begun, failure: `There is no longer a sample named "${wanted.sample}".` };
  }
  const base = scenarioOf(sample);
  const restarted = withHistory({ ...begun, base }, startHistory(base));
  const broken = model.result?.broken ?? null;
  return { ...restarted, result: { ruleSet, broken, record: null, declared: null, sample: null } };
}

/** If the sample was edited in its file, the page follows the file, unless it was edited here too: then only reset restores the file's. */
function followSample(model: Model, ruleSet: RuleSetView): Model {
  const scenario = model.history.present;
  const sample = sampleNamed(ruleSet, scenario.sample);
  if (sample === null) return model.base === null ? { ...model, base: baseOf(scenario, ruleSet) } : model;
  const base = scenarioOf(sample);
  if (model.base === null) return { ...model, base };
  if (isUntouched(base, model.base)) return model;
  const followed: Model = { ...model, base };
  if (!isUntouched(scenario, model.base)) return followed;
  return withHistory(followed, { ...model.history, present: base, mergeKey: null });
}

/** The state that the editor keeps across a reload; null before there is any. */
export function keptState(model: Model): PanelState | null {
  if (model.file === null) return null;
  const { sample, given, text, at, grants, thresholds } = model.history.present;
  const { inputTab, detailTab } = model;
  const granted = grants.length === 0 ? {} : { grants };
  return { uri: model.file.uri, sample, given, inputText: text, at, ...granted, thresholds, inputTab, detailTab };
}
