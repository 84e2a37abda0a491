import { compile, type CompiledRuleSet } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';

const compiled = new WeakMap<Project, CompiledRuleSet>();

/** A rule set that can decide, compiled once for all who decide with it. */
export function compiledProject(project: Project): CompiledRuleSet {
  let known = compiled.get(project);
  // A rule set that can decide declares what the project has found declared.
  if (known === undefined) compiled.set(project, (known = compile(project.ruleSet, project.checker)));
  return known;
}
