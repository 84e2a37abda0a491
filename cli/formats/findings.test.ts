import { expect, test } from 'vitest';
import { sarifProblem } from '../../testing/sarif-schema.ts';
import { findingFormats } from './findings.ts';

const uri = 'file:///rules/a.escalation.yaml';
const message = 'a.escalation.yaml: Internal error in handrail. Please report it: a bug';

const written = (format: keyof typeof findingFormats, failed: boolean): string => {
  const failures = failed ? [{ uri, message }] : [];
  const show = (each: string) => each.replace('file:///', '');
  return String(findingFormats[format]([], { files: 1, samples: null, failures, show, color: false }));
};

test.each(['text', 'markdown'] as const)('a file that failed is not clean as %s', format => {
  expect(written(format, false)).toContain('1 file checked: clean');
  expect(written(format, true)).not.toContain('clean');
});

test('a file that failed is named for other programs', () => {
  expect(JSON.parse(written('json', true))).toMatchObject({ failures: [{ file: 'rules/a.escalation.yaml', message }] });
  expect(written('github', true)).toMatch(/^::error file=rules\/a\.escalation\.yaml,title=internal error::.*a bug\n$/);
  expect(JSON.parse(written('json', false))).not.toHaveProperty('failures');
});

test('a run that failed is not successful in SARIF', () => {
  const log = JSON.parse(written('sarif', true)) as object;
  expect(sarifProblem(log)).toBeNull();
  expect(log).toMatchObject({ runs: [{ invocations: [{ executionSuccessful: false }] }] });
  expect(JSON.parse(written('sarif', false))).toMatchObject({
    runs: [{ invocations: [{ executionSuccessful: true }] }],
  });
});
