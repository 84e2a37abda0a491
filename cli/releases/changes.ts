import { fileURLToPath } from 'node:url';
import { approvalsBetween, approversIn, compile } from '../../engine/index.ts';
import type { Project } from '../../language/source/project/project.ts';
import { ownSamples } from '../cases.ts';
import type { CommandContext } from '../command.ts';
import { measured } from '../compare.ts';
import type { ComparedRuleSet } from '../formats/diff/report.ts';
import { fileVersion } from '../versions/rule-set-version.ts';
import type { SoundVersion } from '../versions/load.ts';
import type { Outcome } from './outcome.ts';

/** The changes since the last release, as `handrail diff` reports them, measured on the same samples; null if there is nothing to compare. */
export async function changesIn(
  { diff, compared, content, approvals }: Outcome,
  uri: string,
  { directory, now }: Pick<CommandContext, 'directory' | 'now'>,
): Promise<ComparedRuleSet | null> {
  if (diff === null || compared === null) return null;
  const file = fileVersion(fileURLToPath(uri), directory);
  const sound = (project: Project, label: string): SoundVersion => ({
    kind: 'sound',
    version: { ...file, label },
    project,
    compiled: () => compile(project.ruleSet, project.checker),
  });
  const { ruleSet } = compared.before;
  const before = sound(compared.before, `${ruleSet.name}@${ruleSet.version}`);
  // A rollback is compared as the release that it restores, since a dry run does not write the rule file.
  const afterLabel = content?.to === undefined ? file.label : `${compared.after.ruleSet.name}@${content.to}`;
  const after = sound(compared.after, afterLabel);
  const reported = ({ version: { label, path, show }, project }: SoundVersion) => ({
    label,
    path,
    project,
    show,
    file: show,
  });
  return {
    kind: 'compared',
    before: reported(before),
    after: reported(after),
    ...(await measured(diff, { before, after }, { cases: ownSamples(now) })),
    authors: new Map(),
    approvers: approversIn({ before: ruleSet.governance, now: compared.after.ruleSet.governance }),
    approvals: approvals?.needed ?? approvalsBetween(ruleSet, compared.after.ruleSet, diff),
  };
}
