import { compile, type CompiledRuleSet } from '../../engine/index.ts';
import { checkWorkspaceFile } from '../../language/findings/check.ts';
import type { Finding } from '../../language/findings/finding.ts';
import type { Project } from '../../language/source/project/project.ts';
import { findingLines } from '../formats/findings.ts';
import type { RuleSetVersion } from './rule-set-version.ts';

/** A version that says what it means. */
export interface SoundVersion {
  kind: 'sound';
  version: RuleSetVersion;
  project: Project;
  compiled: () => CompiledRuleSet;
}

export type LoadedVersion =
  | SoundVersion
  /** It has no rules: nothing is decided by it alone. */
  | { kind: 'library'; version: RuleSetVersion; project: Project }
  /** What keeps it from deciding; none where there is no such file, or it is of another kind. */
  | { kind: 'unsound'; version: RuleSetVersion; project: Project | null; why: string; findings: Finding[] };

/**
 * Reads and checks a version, its imports and payload schemas as they were with it.
 * @param previous another version of the same rule set, which makes that faster
 */
export async function loadVersion(version: RuleSetVersion, previous: Project | null = null): Promise<LoadedVersion> {
  const { uri, workspace, label } = version;
  const checked = await checkWorkspaceFile(workspace, uri, { analyse: () => null, previous });
  const unsound = (why: string, findings: Finding[] = [], project: Project | null = null): LoadedVersion => ({
    kind: 'unsound',
    version,
    project,
    why,
    findings,
  });
  if (checked.kind === 'unreadable') {
    const file = await workspace.read(uri);
    return unsound(
      file === undefined ? `There is no ${label}.` : (checked.findings[0]?.message ?? `${label} cannot be read.`),
    );
  }
  if (checked.kind !== 'rule-set')
    return unsound(`${label} is not a rule set: its name must end in .escalation.yaml, .yml or .json.`);
  const { project, valid, findings } = checked;
  if (project.kind === 'library') return { kind: 'library', version, project };
  if (!valid) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    return unsound(`${label} has errors, so it cannot decide.`, errors, project);
  }
  let compiled: CompiledRuleSet | undefined;
  return { kind: 'sound', version, project, compiled: () => (compiled ??= compile(project.ruleSet, project.checker)) };
}

/** Why a version cannot be used, and every finding that keeps it from that, in lines. */
export function whyUnsound(loaded: Exclude<LoadedVersion, SoundVersion>): string[] {
  const { version } = loaded;
  if (loaded.kind === 'library')
    return [`${version.label} is a library without rules: name a rule set that imports it.`];
  const lines = loaded.findings.flatMap(finding => findingLines(finding, { show: version.show, color: false }));
  return [...lines, loaded.why];
}
