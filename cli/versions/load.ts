import { compile, type CompiledRuleSet } from '../../engine/index.ts';
import type { Finding } from '../../language/findings/finding.ts';
import { createQueries } from '../../language/queries/create-queries.ts';
import type { Project } from '../../language/source/project/project.ts';
import { findingLines } from '../formats/findings.ts';
import type { RuleSetVersion } from './rule-set-version.ts';

/** A version without errors, which can decide. */
export interface SoundVersion {
  kind: 'sound';
  version: RuleSetVersion;
  project: Project;
  compiled: () => CompiledRuleSet;
}

export type LoadedVersion =
  | SoundVersion
  /** A library has no rules, so it decides nothing by itself. */
  | { kind: 'library'; version: RuleSetVersion; project: Project }
  /** A version with errors, given as findings; or a file that is missing or not a rule set, without findings. */
  | { kind: 'unsound'; version: RuleSetVersion; project: Project | null; why: string; findings: Finding[] };

/**
 * Loads and checks a version with its imports and payload schemas at that version.
 * @param previous another version of the same rule set, to reuse unchanged parts
 */
export async function loadVersion(version: RuleSetVersion, previous: Project | null = null): Promise<LoadedVersion> {
  const { uri, workspace, label } = version;
  const queries = createQueries(workspace, { without: ['facts', 'travels'] });
  if (previous !== null) await queries.project(uri, previous);
  const checked = await queries.findings(uri);
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

/** The errors of a version and the reason why it cannot be used, as lines for people. */
export function whyUnsound(loaded: Exclude<LoadedVersion, SoundVersion>): string[] {
  const { version } = loaded;
  if (loaded.kind === 'library')
    return [`${version.label} is a library without rules: name a rule set that imports it.`];
  const lines = loaded.findings.flatMap(finding => findingLines(finding, { show: version.show, color: false }));
  return [...lines, loaded.why];
}
