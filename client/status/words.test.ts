import { expect, it, vi } from 'vitest';
import { samplesInWords } from './words.ts';

vi.mock('vscode', () => ({ DiagnosticSeverity: {}, LanguageStatusSeverity: {} }));

it.each([
  [{ passed: 0, failed: 0, unchecked: 0, broken: 0 }, null],
  [{ passed: 44, failed: 2, unchecked: 0, broken: 0 }, '2 of 46 samples fail'],
  [{ passed: 44, failed: 1, unchecked: 1, broken: 0 }, '1 of 46 samples fails'],
  [{ passed: 0, failed: 1, unchecked: 0, broken: 2 }, '1 of 3 samples fails, 2 cannot run'],
  [{ passed: 3, failed: 0, unchecked: 0, broken: 43 }, '43 of 46 samples cannot run'],
  [{ passed: 0, failed: 1, unchecked: 0, broken: 0 }, '1 of 1 sample fails'],
  [{ passed: 46, failed: 0, unchecked: 0, broken: 0 }, '46 samples pass'],
  [{ passed: 1, failed: 0, unchecked: 0, broken: 0 }, '1 sample passes'],
  [{ passed: 45, failed: 0, unchecked: 1, broken: 0 }, '45 samples pass, 1 expects nothing'],
  [{ passed: 0, failed: 0, unchecked: 2, broken: 0 }, '0 samples pass, 2 expect nothing'],
])('%j is %s', (counts, words) => expect(samplesInWords(counts)).toBe(words));
