import { fileKind } from '../source/document/file-kind.ts';
import type { Project } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';
import { sameFileUri, type Workspace } from '../workspace.ts';

/** The loaded files of a workspace. The queries of `language/queries` implement it. */
export interface Projects {
  workspace: Workspace;
  /** The rule set or library at `uri` with its imports; null if there is no such file. */
  project: (uri: string) => Promise<Project | null>;
  /** The sample file at `uri` with its rule set; null if there is no such file. */
  samples: (uri: string) => Promise<SamplesFile | null>;
}

/** A rule file with its imports, or a sample file with its rule set. */
export type Subject =
  | { kind: 'rule-set'; uri: string; project: Project }
  | { kind: 'samples'; uri: string; samples: SamplesFile };

/** The rule file or sample file at `uri`; null if there is no such file, or it is of another kind. */
export async function subjectAt(projects: Projects, uri: string): Promise<Subject | null> {
  switch (fileKind(uri)) {
    case 'rule-set': {
      const project = await projects.project(uri);
      return project === null ? null : { kind: 'rule-set', uri, project };
    }
    case 'samples': {
      const samples = await projects.samples(uri);
      return samples === null ? null : { kind: 'samples', uri, samples };
    }
    case 'config':
    case 'other':
      return null;
  }
}

/** The sample files of the rule set at `uri`, in the workspace's order. */
export async function samplesOf(projects: Projects, uri: string): Promise<SamplesFile[]> {
  return (await samplesByRuleSet(projects))(uri);
}

/** Finds the sample files of rule sets, in the workspace's order, by the rule file that they name. */
export async function samplesByRuleSet(projects: Projects): Promise<(uri: string) => Promise<SamplesFile[]>> {
  const found = new Map<string, SamplesFile[]>();
  for (const each of await projects.workspace.list()) {
    if (fileKind(each) !== 'samples') continue;
    const samples = await projects.samples(each);
    if (samples === null || samples.ruleSetFile === null) continue;
    found.set(samples.ruleSetFile, [...(found.get(samples.ruleSetFile) ?? []), samples]);
  }
  return async uri => found.get(await sameFileUri(projects.workspace, uri)) ?? [];
}

/** Every rule set and library that contains the file at `uri`, the file's own first. */
export async function projectsWith(projects: Projects, uri: string): Promise<Project[]> {
  const itself = await projects.project(uri);
  const found = itself === null ? [] : [itself];
  for (const each of await projects.workspace.list()) {
    if (each === uri || fileKind(each) !== 'rule-set') continue;
    const project = await projects.project(each);
    if (project?.documents.has(uri) === true) found.push(project);
  }
  return found;
}
