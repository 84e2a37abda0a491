import { describe, expect, it } from 'vitest';
import type { RuleSetView, SimulateResult } from '../../../protocol/server.ts';
import type { PanelState } from '../../../protocol/simulator.ts';
import { initialModel, keptState, update, type Action, type Model } from './model.ts';

const location = { uri: 'file:///s', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
const sample = (name: string, input: Record<string, number>, at: string | null = null) => ({
  name,
  description: null,
  at,
  input,
  expect: null,
  location,
});

function result(samples: ReturnType<typeof sample>[]): SimulateResult {
  const ruleSet = { name: 'r', samples, signals: [], thresholds: [], rules: [], targets: [] } as unknown as RuleSetView;
  return { ruleSet, broken: null, record: null, declared: null, sample: null };
}

const uri = 'file:///r.escalation.yaml';
const open = (more: Partial<Extract<Action, { type: 'open' }>> = {}): Action => ({
  type: 'open',
  versions: [],
  version: null,
  uri,
  fileName: 'r.escalation.yaml',
  sample: null,
  rule: null,
  given: null,
  kept: null,
  now: 0,
  ...more,
});
const answer = (given: SimulateResult): Action => ({ type: 'result', uri, result: given });
const edit = (path: string[], value: number, now = 0): Action => ({
  type: 'edit',
  edits: [{ path, value }],
  field: path.join('.'),
  now,
});
const run = (...actions: Action[]): Model => actions.reduce(update, initialModel);
const samples = [sample('one', { x: 1 }), sample('two', { x: 2 }, '2026-01-01T00:00:00Z')];

describe('the scenario that the page starts with', () => {
  it('is the first sample, or an empty input', () => {
    expect(run(open(), answer(result(samples))).input).toEqual({ x: 1 });
    expect(run(open(), answer(result([]))).input).toEqual({});
  });

  it('is the sample that the panel was opened for, at its time, even if it was open already', () => {
    const opened = run(
      open(),
      answer(result(samples)),
      edit(['x'], 9),
      open({ sample: 'two' }),
      answer(result(samples)),
    );
    expect(opened.input).toEqual({ x: 2 });
    expect(opened.history.present.at).toBe('2026-01-01T00:00:00Z');
  });

  it('is replaced by an error if that sample no longer exists', () => {
    expect(run(open({ sample: 'nine' }), answer(result(samples))).failure).toContain('"nine"');
  });

  it('is the one before a reload, and stays so when the samples arrive', () => {
    const kept: PanelState = {
      uri,
      sample: 'one',
      given: null,
      inputText: '{"x": 5',
      at: null,
      thresholds: { t: 1 },
      inputTab: 'json',
      detailTab: 'handoff',
    };
    const restored = run(open({ kept }), answer(result(samples)));
    expect(keptState(restored)).toEqual(kept);
    expect(restored.textError).not.toBeNull();
    expect(update(restored, { type: 'reset', now: 0 }).input).toEqual({ x: 1 });
  });

  it('is not the one kept for another file', () => {
    const kept = { ...(keptState(run(open())) as PanelState), uri: 'file:///other', inputText: '{"y": 1}' };
    expect(run(open({ kept }), answer(result(samples))).input).toEqual({ x: 1 });
  });
});

describe('an input that the page is opened with', () => {
  const given = { name: 'Witness', input: { x: 42 }, at: '2026-05-01T00:00:00Z' };
  const scenario = { sample: null, given, at: given.at };

  it('is the start, whatever samples there are, and what reset restores', () => {
    const opened = run(open({ given }), answer(result(samples)));
    expect(opened.input).toEqual({ x: 42 });
    expect(opened.history.present).toMatchObject(scenario);
    const edited = update(opened, edit(['x'], 9));
    expect(edited.input).toEqual({ x: 9 });
    expect(update(edited, { type: 'reset', now: 0 }).input).toEqual({ x: 42 });
  });

  it('replaces the previous scenario, which undo restores', () => {
    const opened = run(open(), answer(result(samples)), edit(['x'], 9), open({ given, now: 5 }));
    expect(opened.input).toEqual({ x: 42 });
    const back = update(opened, { type: 'undo' });
    expect(back.input).toEqual({ x: 9 });
    expect(update(back, { type: 'reset', now: 9 }).input).toEqual({ x: 1 });
    expect(update(back, { type: 'redo' }).base).toMatchObject(scenario);
  });

  it('is kept across a reload', () => {
    const kept = keptState(run(open({ given }), answer(result(samples)), edit(['x'], 7)));
    const restored = run(open({ kept }), answer(result(samples)));
    expect(restored.input).toEqual({ x: 7 });
    expect(update(restored, { type: 'reset', now: 0 }).input).toEqual({ x: 42 });
  });

  it('is dropped once it is saved as a sample', () => {
    const saved = run(open({ given }), { type: 'saved', name: 'three', at: given.at });
    expect(saved.history.present).toMatchObject({ sample: 'three', given: null });
  });
});

describe('edits', () => {
  const begun = [open(), answer(result(samples))];

  it('keep text and value in step, and the last valid value while the text is broken', () => {
    const typed = run(
      ...begun,
      { type: 'typeText', text: '{"x": 3}', now: 0 },
      { type: 'typeText', text: '{"x": 3', now: 1 },
    );
    expect(typed.input).toEqual({ x: 3 });
    expect(typed.textError?.column).toBe(8);
    const edited = update(typed, edit(['x'], 4, 2));
    expect(edited.history.present.text).toBe('{\n  "x": 4\n}');
    expect(edited.textError).toBeNull();
  });

  it('can be undone, like the choice of a sample, and reset restores the chosen sample', () => {
    const chosen = run(
      ...begun,
      edit(['x'], 9),
      { type: 'chooseSample', name: 'two', now: 5000 },
      edit(['x'], 8, 9000),
    );
    expect(update(chosen, { type: 'reset', now: 0 }).input).toEqual({ x: 2 });
    const back = update(update(chosen, { type: 'undo' }), { type: 'undo' });
    expect(back.input).toEqual({ x: 9 });
    expect(update(back, { type: 'reset', now: 0 }).input).toEqual({ x: 1 });
    expect(update(back, { type: 'redo' }).input).toEqual({ x: 2 });
  });

  it('of thresholds can be reset one by one', () => {
    const tried = run(
      ...begun,
      { type: 'setThreshold', name: '__proto__', value: 2, now: 0 },
      { type: 'setThreshold', name: 'b', value: 3, now: 1 },
    );
    expect(Object.entries(tried.history.present.thresholds)).toEqual([
      ['__proto__', 2],
      ['b', 3],
    ]);
    expect(
      update(tried, { type: 'setThreshold', name: '__proto__', value: undefined, now: 0 }).history.present.thresholds,
    ).toEqual({ b: 3 });
  });

  it('of the sample in its file are followed, unless it was changed here', () => {
    const changed = answer(result([sample('one', { x: 7 })]));
    expect(run(...begun, changed).input).toEqual({ x: 7 });
    const mine = run(...begun, edit(['x'], 4), changed);
    expect(mine.input).toEqual({ x: 4 });
    expect(update(mine, { type: 'reset', now: 0 }).input).toEqual({ x: 7 });
  });
});

it('drops a result for another file', () => {
  const model = run(
    open(),
    answer(result(samples)),
    open({ uri: 'file:///b', fileName: 'b' }),
    answer(result(samples)),
  );
  expect(model.result).toBeNull();
});

it('keeps the last result during an error, and shows the error until the next result', () => {
  const failed = run(open(), answer(result(samples)), { type: 'failed', message: 'The server stopped.' });
  expect(failed.result?.ruleSet?.name).toBe('r');
  expect(failed.failure).toBe('The server stopped.');
  expect(update(failed, answer(result(samples))).failure).toBeNull();
});
