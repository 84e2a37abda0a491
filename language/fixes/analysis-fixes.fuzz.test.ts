import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createQueries } from '../queries/create-queries.ts';
import { asWritten } from '../../testing/oracle/naive-interpreter.ts';
import { smallRuleSets } from '../../testing/oracle/small-rule-sets.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { type CheckedFile } from '../findings/check.ts';
import type { Finding } from '../findings/finding.ts';
import { withMerged } from '../findings/merge.ts';
import { analysisFixes } from './analysis-fixes.ts';
import { proposalsFor } from './propose.ts';
import { baseOf } from './try-fix.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(6);

const now = Date.parse('2026-05-01T00:00:00Z');

/** Files as people and programs write them: in lines, in braces and as JSON. */
const writers: readonly [name: string, write: (ruleSet: RuleSet) => string][] = [
  ['a.escalation.yaml', ruleSet => stringify(ruleSet, { aliasDuplicateObjects: false, lineWidth: 0 })],
  [
    'a.escalation.yaml',
    ruleSet => stringify(ruleSet, { aliasDuplicateObjects: false, lineWidth: 40, defaultStringType: 'QUOTE_SINGLE' }),
  ],
  [
    'a.escalation.yaml',
    ruleSet => stringify(ruleSet, { aliasDuplicateObjects: false, collectionStyle: 'flow', lineWidth: 0 }),
  ],
  ['a.escalation.json', ruleSet => JSON.stringify(ruleSet, null, 2)],
  ['a.escalation.json', ruleSet => JSON.stringify(ruleSet)],
];

async function check(name: string, text: string, analyse = true): Promise<CheckedFile> {
  const workspace = memoryWorkspace({ [name]: text });
  return createQueries(workspace, analyse ? { clock: () => now } : { without: ['facts'] }).findings(
    workspace.uri(name),
  );
}

const written = fc
  .tuple(smallRuleSets, fc.constantFrom(...writers))
  .map(([naive, [name, write]]) => [name, write(asWritten(naive))] as const);

test('whatever is proposed leaves a text that can be read, with as many rules as it should have', async () => {
  let proposed = 0;
  await fc.assert(
    fc.asyncProperty(written, async ([name, text]) => {
      const checked = await check(name, text);
      if (checked.kind !== 'rule-set') throw new Error(name);
      const { project, facts } = checked;
      const base = baseOf(memoryWorkspace({ [name]: text }), project, now);
      for (const fact of base === null ? [] : facts) {
        for (const { title, edits } of base === null ? [] : proposalsFor(fact, project, base.analysis)) {
          proposed++;
          const changed = applyEdits(text, edits);
          const after = await check(name, changed, false);
          const broken = after.findings.filter(({ severity }) => severity === 'error');
          expect(broken, `${title}\n${changed}`).toEqual([]);
          const rules = after.kind === 'rule-set' ? after.project.ruleSet.rules.length : 0;
          const more = title.startsWith('Add a rule ') ? 1 : title.startsWith('Delete') && 'rule' in fact ? -1 : 0;
          const expected = project.ruleSet.rules.length + (fact.kind === 'irrelevant-clause' ? 0 : more);
          expect(rules, `${title}\n${changed}`).toBe(expected);
        }
      }
    }),
    { numRuns: runs },
  );
  expect(proposed).toBeGreaterThan(runs);
});

const nameOf = ({ code, rule }: Finding) => `${code} ${rule ?? ''}`;

test('whatever is offered makes its finding go and brings no error, as a check of the whole text finds', async () => {
  let offered = 0;
  const named = ({ findings }: CheckedFile, wanted = (_severity: string) => true) =>
    findings
      .flatMap(withMerged)
      .filter(({ severity }) => wanted(severity))
      .map(nameOf);
  await fc.assert(
    fc.asyncProperty(written, async ([name, text]) => {
      const checked = await check(name, text);
      const workspace = memoryWorkspace({ [name]: text });
      for (const { finding, fix } of await analysisFixes(createQueries(workspace), checked, checked.findings, {
        now,
      })) {
        offered++;
        const changed = applyEdits(text, fix.edits);
        const after = await check(name, changed);
        const own = withMerged(finding).map(nameOf);
        const count = (file: CheckedFile) => named(file).filter(each => own.includes(each)).length;
        if (finding.code !== 'uncovered-input')
          expect(count(after), `${fix.title}\n${changed}`).toBeLessThan(count(checked));
        const errors = (file: CheckedFile) => named(file, severity => severity === 'error');
        // What leaned on a clause outside the exact fragment may be certain without it: that is nothing new.
        const known = named(checked);
        expect(
          errors(after).filter(each => !known.includes(each)),
          `${fix.title}\n${changed}`,
        ).toEqual([]);
      }
    }),
    { numRuns: runs },
  );
  expect(offered).toBeGreaterThan(runs * 0.4);
});
