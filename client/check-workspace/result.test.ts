import { expect, it } from 'vitest';
import { resultInWords } from './result.ts';

it.each([
  [0, 0, 0, 'There are no rule files (*.escalation.yaml) or sample files (*.samples.yaml) in this workspace.'],
  [1, 0, 0, '1 rule file checked: no findings.'],
  [8, 0, 0, '8 rule files checked: no findings.'],
  [8, 1, 1, '8 rule files checked: 1 finding in 1 file.'],
  [8, 5, 2, '8 rule files checked: 5 findings in 2 files.'],
])('describes the result of a check: %i files, %i findings in %i', (files, findings, affected, words) => {
  expect(resultInWords({ files, findings, affected })).toBe(words);
});
