import { compile, type CompiledRuleSet } from '../../engine/index.ts';
import { compiledProject } from '../../language/samples/compiled.ts';
import type { Project } from '../../language/source/project/project.ts';
import { withThresholds } from './threshold-values.ts';

/** A version of a rule set without errors, compiled. */
export interface GoodVersion {
  project: Project;
  compiled: CompiledRuleSet;
  /** The version compiled with other values for some thresholds. */
  compiledWith(thresholds: Readonly<Record<string, number>>): CompiledRuleSet;
}

/** The last version without errors of each rule file, which decides while the user types. */
export interface GoodVersions {
  /** Stores a version without errors. */
  note(project: Project): void;
  /** The last stored version; null if there is none. */
  of(uri: string): GoodVersion | null;
  forget(uri: string): void;
}

export function createGoodVersions(): GoodVersions {
  const versions = new Map<string, GoodVersion | { project: Project }>();
  return {
    note(project) {
      if (versions.get(project.uri)?.project !== project) versions.set(project.uri, { project });
    },
    of(uri) {
      const version = versions.get(uri);
      if (version === undefined) return null;
      if ('compiled' in version) return version;
      const ready = goodVersion(version.project);
      versions.set(uri, ready);
      return ready;
    },
    forget(uri) {
      versions.delete(uri);
    },
  };
}

function goodVersion(project: Project): GoodVersion {
  const compiled = compiledProject(project);
  let tried: { key: string; compiled: CompiledRuleSet } | undefined;
  return {
    project,
    compiled,
    compiledWith(thresholds) {
      const ruleSet = withThresholds(project.ruleSet, thresholds);
      if (ruleSet === project.ruleSet) return compiled;
      const key = JSON.stringify(ruleSet.thresholds);
      if (tried?.key !== key) tried = { key, compiled: compile(ruleSet) };
      return tried.compiled;
    },
  };
}
