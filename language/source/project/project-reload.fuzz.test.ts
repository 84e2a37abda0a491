import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLanguageText, edited, randomEdit } from '../../../testing/random/random-edits.ts';
import { checkRuleSet } from '../../findings/check.ts';
import { documentsOf } from '../documents.ts';
import { parseSource } from '../document/document.ts';
import { loadProject, type Project } from './project.ts';
import { cases } from '../../../testing/random/random-cases.ts';

const runs = cases(4);

const anyRuleSet = anyLanguageText.filter(({ name }) => name.endsWith('.escalation.yaml'));

/** Everything of a project that is data, and what is found in it. */
function everything(project: Project): unknown {
  const { ruleSet, kind, expressions, definitions, references, links, fileProblems, schemaProblems } = project;
  return {
    ...{ ruleSet, kind, definitions, references, links, fileProblems, schemaProblems },
    expressions: JSON.stringify(expressions),
    findings: checkRuleSet(project),
    origins: ruleSet.rules.map((_, index) => project.originOf(['rules', index, 'when'])),
  };
}

describe('loading a project again', () => {
  it('gives what loading it for the first time gives, edit after edit', async () => {
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(
        anyRuleSet,
        fc.array(randomEdit, { minLength: 1, maxLength: 8 }),
        async ({ name, text }, edits) => {
          const uri = `file:///${name}`;
          const history = [text];
          const workspace = (now: string) => ({
            read: (each: string) => Promise.resolve(each === uri ? { uri, text: now } : undefined),
            list: () => Promise.resolve([uri]),
          });
          let project = await loadProject(documentsOf(workspace(text)), uri);
          let readable = project;
          for (const each of edits) {
            // Mistakes are mostly put right before the next one is made.
            if (project?.document.problems.length === 0) readable = project;
            const before: Project | null = each.kind === 'letter' ? project : readable;
            const document = before?.document;
            const next = edited(document?.text ?? text, history, each);
            history.push(next);
            const parse = (at: string, now: string) => parseSource(at, now, document);
            project = await loadProject(documentsOf(workspace(next), parse), uri, before);
            const fresh = await loadProject(documentsOf(workspace(next)), uri);
            if (project === null || fresh === null) throw new Error('There is a file.');
            if (project.definitions.some(definition => before?.definitions.includes(definition))) carried++;
            expect(everything(project)).toEqual(everything(fresh));
          }
        },
      ),
      { numRuns: runs },
    );
    expect(carried).toBeGreaterThan(runs / 10);
  });
});
