import { fileKind } from '../source/document/file-kind.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { loadSamples, type SamplesFile } from '../source/project/samples.ts';
import type { Workspace } from '../workspace.ts';

/** All that features ask of a workspace: its files, loaded. The server's keeps what it has loaded; the one here loads anew each time. */
export interface Projects {
  workspace: Workspace;
  /** The rule set or library at `uri` with its imports; null where there is no such file. */
  project: (uri: string) => Promise<Project | null>;
  /** The sample file at `uri` with its rule set; null where there is no such file. */
  samples: (uri: string) => Promise<SamplesFile | null>;
}

export function projectsOf(workspace: Workspace): Projects {
  return {
    workspace,
    project: uri => loadProject(workspace, uri),
    samples: uri => loadSamples(workspace, uri),
  };
}

/** A file of the language with all that it takes part in. */
export type Subject =
  | { kind: 'rule-set'; uri: string; project: Project }
  | { kind: 'samples'; uri: string; samples: SamplesFile };

/** The file at `uri`; null where there is none, or it is none of the language's. */
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

/** The sample files of a rule set, in order of their URIs. */
export async function samplesOf(projects: Projects, uri: string): Promise<SamplesFile[]> {
  const found: SamplesFile[] = [];
  for (const each of await projects.workspace.list()) {
    if (fileKind(each) !== 'samples') continue;
    const samples = await projects.samples(each);
    if (samples?.links.some(link => link.kind === 'ruleset' && link.target === uri) === true) found.push(samples);
  }
  return found;
}

/** All sample files by the rule set that they name. */
export async function samplesByRuleSet(projects: Projects): Promise<Map<string, SamplesFile[]>> {
  const found = new Map<string, SamplesFile[]>();
  for (const each of await projects.workspace.list()) {
    if (fileKind(each) !== 'samples') continue;
    const samples = await projects.samples(each);
    const target = samples?.links.find(link => link.kind === 'ruleset')?.target ?? null;
    if (samples === null || target === null) continue;
    found.set(target, [...(found.get(target) ?? []), samples]);
  }
  return found;
}

/** Every rule set and library that the file at `uri` is a part of, itself first. */
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
