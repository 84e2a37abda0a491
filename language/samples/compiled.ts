import { compile, type CompiledRuleSet } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';

const compiled = new WeakMap<Project, CompiledRuleSet>();

/** The compiled form of a rule set that can decide, cached by project. */
export function compiledProject(project: Project): CompiledRuleSet {
  let known = compiled.get(project);
  // If the rule set can decide, the project's checker has the same declarations.
  if (known === undefined) compiled.set(project, (known = compile(project.ruleSet, project.checker)));
  return known;
}
