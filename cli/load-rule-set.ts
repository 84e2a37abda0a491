import { compile, type CompiledRuleSet } from '../engine/decide/compile.ts';
import { checkWorkspaceFile } from '../language/findings/check.ts';
import type { Surroundings } from './command.ts';
import { displayPath, diskWorkspace } from './disk-workspace.ts';
import { findingFormats } from './formats/findings.ts';

/** Loads and compiles a rule set that says what it means. What keeps it from that is said on standard error, and nothing is returned. */
export async function loadSoundRuleSet(
  uri: string,
  { directory, message }: Surroundings,
): Promise<CompiledRuleSet | undefined> {
  const show = (each: string) => displayPath(each, directory);
  const checked = await checkWorkspaceFile(diskWorkspace([uri]), uri, { analyse: () => null });
  if (checked.kind === 'rule-set' && checked.valid) return compile(checked.project.ruleSet);
  if (checked.kind === 'rule-set' && checked.project.kind === 'library') {
    message(`${show(uri)} is a library without rules: name a rule set that imports it.`);
  } else if (checked.kind === 'rule-set' || checked.kind === 'unreadable') {
    const errors = checked.findings.filter(({ severity }) => severity === 'error');
    message(findingFormats.text(errors, { files: 1, show, color: false }).trimEnd());
    message(`${show(uri)} has errors, so it cannot decide.`);
  } else message(`${show(uri)} is not a rule set: its name must end in .escalation.yaml, .yml or .json.`);
  return undefined;
}
