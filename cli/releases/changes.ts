import { fileURLToPath } from 'node:url';
import { approvalsBetween, compile } from '../../engine/index.ts';
import type { Project } from '../../language/source/project/project.ts';
import { ownSamples } from '../cases.ts';
import type { Surroundings } from '../command.ts';
import { weighed } from '../compare.ts';
import type { ComparedRuleSet } from '../formats/diff/report.ts';
import { fileVersion } from '../versions/rule-set-version.ts';
import type { SoundVersion } from '../versions/load.ts';
import type { Outcome } from './outcome.ts';

/** What changes from the last release, as `handrail diff` reports it, weighed by the same samples; null if there is nothing to compare. */
export async function changesIn(
  { diff, compared, content, approvals }: Outcome,
  uri: string,
  { directory, now }: Pick<Surroundings, 'directory' | 'now'>,
): Promise<ComparedRuleSet | null> {
  if (diff === null || compared === null) return null;
  const file = fileVersion(fileURLToPath(uri), directory);
  const sound = (project: Project, label: string): SoundVersion => ({
    kind: 'sound',
    version: { ...file, label },
    project,
    compiled: () => compile(project.ruleSet, project.checker),
  });
  const { before: old, after: next } = compared;
  const before = sound(old, `${old.ruleSet.name}@${old.ruleSet.version}`);
  // What is rolled back to lies among the releases, whether or not the rule file has it yet.
  const after = sound(next, content?.to === undefined ? file.label : `${next.ruleSet.name}@${content.to}`);
  const reported = ({ version: { label, path, show }, project }: SoundVersion) => ({
    label,
    path,
    project,
    show,
    file: fileURLToPath,
  });
  return {
    kind: 'compared',
    before: reported(before),
    after: reported(after),
    ...(await weighed(diff, { before, after }, { cases: ownSamples(now) })),
    approvals: approvals?.needed ?? approvalsBetween(old.ruleSet, next.ruleSet, diff),
  };
}
