import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CommitToMake } from './git-repository.ts';

const examples = path.resolve(import.meta.dirname, '../../examples');

/** Path of the rule file in the first four versions, and in the last one. */
export const appeals = 'content-moderation/content-appeals.escalation.yaml';
export const appealsMoved = 'content-moderation/appeals.escalation.yaml';
const samples = 'content-moderation/content-appeals.samples.yaml';
const desk = 'common/duty-desk.escalation.yaml';

/** An appeal whose decision changes between the versions: against a decision of a person, without new evidence. */
export const sameEvidence = {
  appeal: { against: 'removal', filed_after: '240h', first_decision_by: 'person', new_evidence: false },
};

/**
 * Five versions of the example about appeals, each by another author: the original; an equivalent one; one with less oversight; a change of an import only;
 * and a renamed file, with the oversight restored.
 */
export function fiveVersions(): CommitToMake[] {
  const read = (file: string) => readFileSync(path.join(examples, file), 'utf8').replaceAll('\r\n', '\n');
  const first = read(appeals);
  const second = edited(first, [
    ['version: 1.1.0', 'version: 1.1.1'],
    [
      'when: appeal.filed_after <= thresholds.window && appeal.against == "suspension"',
      'when: { all: [appeal.against == "suspension", "!(appeal.filed_after > thresholds.window)"] }',
    ],
    ['- id: refused-report', '- id: report-refused'],
  ]);
  const third = edited(second, [
    ['version: 1.1.1', 'version: 2.0.0'],
    ['window: { value: 184d', 'window: { value: 90d'],
    [
      /- id: person-decided-same-evidence\n([^]*?)decide: escalate\n {4}to: appeals-board\n {4}payload: appeal@1\n {4}reason: [^\n]*/,
      '- id: person-decided-same-evidence\n    version: 2\n$1decide: pause\n    reason: The same facts a second time; it waits for new evidence.',
    ],
    [/(- id: suspension\n[^]*?)to: appeals-board/, '$1to: second-review'],
  ]);
  const fifth = edited(third, [
    ['version: 2.0.0', 'version: 3.0.0'],
    [
      /version: 2\n([^]*?)decide: pause\n {4}reason: [^\n]*/,
      'version: 3\n$1decide: escalate\n    to: appeals-board\n    payload: appeal@1\n    reason: The same facts a second time; the board decides.',
    ],
  ]);
  return [
    {
      files: { [appeals]: first, [samples]: read(samples), [desk]: read(desk) },
      by: 'Ada',
      at: '2026-01-05T09:00:00Z',
      subject: 'Who decides an appeal',
    },
    { files: { [appeals]: second }, by: 'Bob', at: '2026-01-20T10:30:00Z', subject: 'Say the same in fewer words' },
    { files: { [appeals]: third }, by: 'Carol', at: '2026-02-11T16:45:00Z', subject: 'Relieve the appeals board' },
    {
      files: { [desk]: edited(read(desk), [[/(duty-manager:\n[^]*?)onTimeout: pause/, '$1onTimeout: stop']]) },
      by: 'Dan',
      at: '2026-03-02T08:15:00Z',
      subject: 'Whom nobody answers is told so',
    },
    {
      files: {
        [appeals]: null,
        [appealsMoved]: fifth,
        [samples]: edited(read(samples), [['./content-appeals.', './appeals.']]),
      },
      by: 'Erin',
      at: '2026-03-28T11:00:00Z',
      subject: 'The board decides again',
    },
  ];
}

/** @throws if there is nothing to replace, so that versions cannot become equal when the example changes */
function edited(text: string, replacements: readonly (readonly [string | RegExp, string])[]): string {
  return replacements.reduce((made, [what, by]) => {
    const next = made.replace(what, by);
    if (next === made) throw new Error(`There is no ${String(what)} in the example.`);
    return next;
  }, text);
}
