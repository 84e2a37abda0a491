import { expect, test } from 'vitest';
import type { Consequence, DiffClass, SemanticDiff } from './facts.ts';
import { leastVersion, requiredStep, stepIsWrong } from './version-step.ts';

type Changes = Parameters<typeof requiredStep>[0];

const changes = (kind: DiffClass, more: Partial<SemanticDiff> = {}): Changes => ({
  class: kind,
  undecided: [],
  consequences: [],
  rules: [],
  ...more,
});
const consequence = (more: Partial<Consequence>): Consequence => ({
  about: 'payload',
  name: 'case@1',
  path: [],
  message: '',
  class: 'neutral',
  breaking: false,
  regions: 0,
  ...more,
});

test('less oversight or less in a payload is major; more is minor; no changed decision is patch', () => {
  expect(requiredStep(changes('loosened'))).toBe('major');
  expect(requiredStep(changes('tightened'))).toBe('minor');
  expect(requiredStep(changes('rerouted'))).toBe('minor');
  expect(requiredStep(changes('equivalent', { consequences: [consequence({})] }))).toBe('patch');
  expect(requiredStep(changes('equivalent', { rules: [{ kind: 'added', after: { id: 'a', version: 1 } }] }))).toBe(
    'patch',
  );
  expect(requiredStep(changes('equivalent'))).toBe('none');
  expect(requiredStep(changes('tightened', { consequences: [consequence({ breaking: true })] }))).toBe('major');
});

test('undecided regions count as changes', () => {
  const open = (kind: 'loosened' | 'tightened') => ({
    undecided: [
      {
        before: { rule: null, outcome: { decide: 'pause' as const } },
        after: { rule: null, outcome: { decide: 'continue' as const } },
        class: kind,
        because: { kind: 'limit' as const },
      },
    ],
  });
  expect(requiredStep(changes('tightened', open('loosened')))).toBe('major');
  expect(requiredStep(changes('tightened', open('tightened')))).toBe('minor');
  expect(requiredStep(changes('equivalent', open('tightened')))).toBe('minor');
  expect(stepIsWrong('2.3.1', '2.4.0', changes('tightened', open('loosened')))).toBe(
    'It is undecided whether the change loosens oversight, so after 2.3.1 comes at least 3.0.0, not 2.4.0.',
  );
  expect(stepIsWrong('2.3.1', '2.3.2', changes('equivalent', open('tightened')))).toContain('at least 2.4.0');
});

test('the lowest version that may follow', () => {
  expect(leastVersion('2.3.1', 'major')).toBe('3.0.0');
  expect(leastVersion('2.3.1', 'minor')).toBe('2.4.0');
  expect(leastVersion('2.3.1', 'patch')).toBe('2.3.2');
  expect(leastVersion('2.3.1', 'none')).toBe('2.3.1');
  expect(leastVersion('0.3.1', 'major')).toBe('0.4.0');
  expect(leastVersion('0.3.1', 'minor')).toBe('0.3.2');
  expect(leastVersion('3.0.0-rc.1', 'major')).toBe('3.0.0');
  expect(leastVersion('3.1.0-rc.1', 'major')).toBe('4.0.0');
  expect(leastVersion('two', 'major')).toBeNull();
});

test('too small a step is reported with the required version; a larger one is allowed', () => {
  expect(stepIsWrong('2.3.1', '2.4.0', changes('loosened'))).toBe(
    'The change loosens oversight, so after 2.3.1 comes at least 3.0.0, not 2.4.0.',
  );
  expect(stepIsWrong('2.3.1', '3.0.0', changes('loosened'))).toBeNull();
  expect(stepIsWrong('2.3.1', '3.0.0-rc.1', changes('loosened'))).toBeNull();
  expect(stepIsWrong('2.3.1', '3.0.0', changes('tightened'))).toBeNull();
  expect(stepIsWrong('2.3.1', '2.3.2', changes('tightened'))).toContain('at least 2.4.0');
  expect(stepIsWrong('2.3.1', '2.3.1', changes('equivalent'))).toBeNull();
  expect(stepIsWrong('2.3.1', '2.3.0', changes('equivalent'))).toContain('lower than 2.3.1');
  expect(stepIsWrong('2.3.1', '2.3.1', changes('equivalent', { consequences: [consequence({})] }))).toContain(
    'at least 2.3.2',
  );
  expect(stepIsWrong('2.3.1', '2.3', changes('equivalent'))).toContain('"2.3" is not a version');
});
