import { detecting } from '../findings/breaking.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import type { Sources } from './queries.ts';

export async function project(queries: Sources, uri: string, previous: Project | null): Promise<Project | null> {
  const loaded = await loadProject(queries, uri, previous);
  // Whether it can decide is asked in many places, which do not wait.
  if (loaded !== null) await queries.run(detecting(loaded));
  return loaded;
}
