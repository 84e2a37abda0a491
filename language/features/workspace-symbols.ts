import { ruleName } from '../../engine/model/rule-set.ts';
import type { Range } from '../location.ts';
import { snapshotPlace } from '../releases/places.ts';
import { fileKind } from '../source/document/file-kind.ts';
import type { Projects } from './projects.ts';
import type { SymbolKind } from './document-symbols.ts';

export interface WorkspaceSymbol {
  name: string;
  kind: SymbolKind;
  /** Name of the rule set or library; for a sample, of its rule set. */
  container: string;
  uri: string;
  range: Range;
}

const maxSymbols = 500;

/** All named things in the workspace whose names contain the letters of the query in order. */
export async function workspaceSymbols(
  projects: Projects,
  query: string,
  isCancelled: () => boolean = () => false,
): Promise<WorkspaceSymbol[]> {
  const found: WorkspaceSymbol[] = [];
  for (const uri of await projects.workspace.list()) {
    if (isCancelled() || found.length >= maxSymbols) break;
    // Releases repeat the names of their rule sets.
    if (snapshotPlace(uri) !== null) continue;
    if (fileKind(uri) === 'samples') {
      const samples = await projects.samples(uri);
      const container = samples?.project?.ruleSet.name ?? '';
      for (const { sample, nameRange } of samples?.cases ?? []) {
        if (holds(sample.name, query))
          found.push({ name: sample.name, kind: 'sample', container, uri, range: nameRange });
      }
      continue;
    }
    const project = await projects.project(uri);
    for (const { kind, name, version, range, uri: file } of project?.definitions ?? []) {
      const shown = version === null ? name : ruleName({ id: name, version });
      if (file === uri && holds(shown, query))
        found.push({ name: shown, kind, container: project?.ruleSet.name ?? '', uri, range });
    }
  }
  return found.slice(0, maxSymbols);
}

function holds(name: string, query: string): boolean {
  let at = 0;
  const letters = name.toLowerCase();
  for (const letter of query.toLowerCase().replace(/\s+/g, '')) {
    const found = letters.indexOf(letter, at);
    if (found === -1) return false;
    at = found + 1;
  }
  return true;
}
