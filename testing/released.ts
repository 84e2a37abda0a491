import { documentsOf } from '../language/source/documents.ts';
import {
  chained,
  logText,
  sealed,
  type EntryContent,
  type EntryKind,
  type LogEntry,
} from '../engine/release/log-entry.ts';
import { contractDigests } from '../language/releases/published.ts';
import { digestOf } from '../language/releases/snapshot.ts';
import { loadProject } from '../language/source/project/project.ts';
import { memoryWorkspace } from './memory-workspace.ts';

/** A past action on a rule file with this text. */
export interface Step extends Partial<Pick<EntryContent, 'who' | 'role' | 'why' | 'to'>> {
  kind: EntryKind;
  text: string;
}

/** The log entries of such steps, a day apart. They are not checked, since a test may need entries that no command would write. */
export async function logOf(steps: readonly Step[]): Promise<LogEntry[]> {
  const log: LogEntry[] = [];
  let base: EntryContent['base'] = null;
  for (const [index, { kind, text, who = 'dana', role = null, why = null, to }] of steps.entries()) {
    const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
    const project = await loadProject(documentsOf(workspace), workspace.uri('a.escalation.yaml'));
    const digest = project && digestOf(project);
    if (project === null || digest === null) throw new Error(`This cannot be read whole:\n${text}`);
    const { name, version } = project.ruleSet;
    const time = new Date(Date.UTC(2026, 0, 1 + index, 9)).toISOString().replace('.000', '');
    const content = { kind, time, ruleset: name, who, role, why, version, digest, base, summary: null };
    const more =
      kind === 'release'
        ? { authors: [who], payloads: contractDigests(project.ruleSet) }
        : to === undefined
          ? {}
          : { to };
    log.push(sealed(chained({ ...content, ...more }, log)));
    if (kind === 'release') base = { version, digest };
  }
  return log;
}

/** The files that such steps create next to a rule file, by path. */
export async function releasedFiles(steps: readonly Step[]): Promise<Record<string, string>> {
  if (steps.length === 0) return {};
  const log = await logOf(steps);
  const snapshots = steps.flatMap(({ kind, text }, index) => {
    const entry = log[index];
    return kind === 'release' && entry ? [[`releases/${entry.ruleset}/${entry.version}.escalation.yaml`, text]] : [];
  });
  return Object.fromEntries([[`releases/${log[0]?.ruleset ?? ''}/log.jsonl`, logText(log)], ...snapshots]) as Record<
    string,
    string
  >;
}
