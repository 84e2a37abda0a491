import { aroundBlock, findBlock, withBlock } from './block.ts';
import type { ExportedFile, ExportSource } from './exported-file.ts';
import type { ExportOptions, ExportTarget } from './export-target.ts';
import { ExportConflict, withEntries } from './json-part.ts';
import { sameStamp, stampIn, stampOf, type Stamp } from './stamp.ts';

/** The files into which an export is written. Paths are relative to its root, with `/`. */
export interface Repository {
  /** Null if there is no such file. */
  read: (path: string) => string | null;
  /** The names of the files in a folder; empty if there is none. */
  list: (folder: string) => readonly string[];
}

/**
 * How a file differs from what the rule set says. `missing`: the file, or its block, is not there. `outdated`: it was written from another version or content of
 * the rule set. `edited`: it was written from this one and is different. `left-over`: a former export wrote it, and this one has no such file.
 */
export type FileState = 'fresh' | 'missing' | 'outdated' | 'edited' | 'left-over';

export interface PlannedFile {
  path: string;
  /** The id of the format that it belongs to. */
  target: string;
  state: FileState;
  /** What it was written from; null if it is missing. */
  from: Stamp | null;
  /** The whole text to write; null if the file is to be removed. */
  text: string | null;
}

export interface Plan {
  files: PlannedFile[];
  /** Why nothing may be written, as sentences; empty if the plan can be carried out. */
  faults: string[];
}

/** What an export would change. It reads and writes nothing but through `repository`. */
export function planExport(
  source: ExportSource,
  targets: readonly ExportTarget[],
  repository: Repository,
  given: Omit<ExportOptions, 'around'>,
): Plan {
  const { name } = source.ruleSet;
  const stamp = stampOf(source);
  const options = { ...given, around: (path: string) => aroundBlock(repository.read(path) ?? '', name) };
  const plan: Plan = { files: [], faults: [] };
  for (const target of targets) {
    const files = target.files(source, options);
    const fault = target.fault?.(files, options) ?? null;
    if (fault !== null) plan.faults.push(fault);
    for (const file of files) {
      // Several hosts run the same gate.
      if (plan.files.some(({ path }) => path === file.path)) continue;
      const planned = planFile(file, stamp, repository.read(file.path));
      if ('fault' in planned) plan.faults.push(planned.fault);
      else plan.files.push({ path: file.path, target: target.id, ...planned });
    }
    const written = new Set(files.map(({ path }) => path));
    for (const { folder, isOne } of target.folders(name)) {
      const found = repository.list(folder).filter(isOne);
      for (const path of found.map(each => `${folder}/${each}`)) {
        const from = written.has(path) ? null : stampIn(repository.read(path) ?? '');
        if (from?.name === name) plan.files.push({ path, target: target.id, state: 'left-over', from, text: null });
      }
    }
  }
  return plan;
}

type Planned = Pick<PlannedFile, 'state' | 'from' | 'text'> | { fault: string };

function planFile(file: ExportedFile, stamp: Stamp, current: string | null): Planned {
  switch (file.part) {
    case 'whole':
      return planWhole(file.path, file.text, stamp, current);
    case 'block':
      return planBlock(file.path, file.text, stamp, current);
    case 'json':
      return planEntries(file, current);
  }
}

/** Entries have no stamp: they are the same for every version of a rule set, but for its permissions. */
function planEntries({ path, entries }: Extract<ExportedFile, { part: 'json' }>, current: string | null): Planned {
  try {
    const text = withEntries(current, entries);
    const state = current === null ? 'missing' : text === current ? 'fresh' : 'outdated';
    return { state, from: null, text };
  } catch (error) {
    if (!(error instanceof ExportConflict)) throw error;
    return { fault: `${path} cannot be changed: ${error.message}. Nothing in it is lost; mend it by hand.` };
  }
}

function planWhole(path: string, text: string, stamp: Stamp, current: string | null): Planned {
  if (current === null) return { state: 'missing', from: null, text };
  const from = stampIn(current);
  if (from === null)
    return { fault: `${path} was not written by an export, so it is not overwritten. Move it away first.` };
  if (from.name !== stamp.name)
    return { fault: `${path} belongs to the rule set \`${from.name}\`, so it is not overwritten. Move it away first.` };
  return { state: stateOf(from, stamp, text, withoutCarriageReturns(current)), from, text };
}

function planBlock(path: string, text: string, stamp: Stamp, current: string | null): Planned {
  if (current === null) return { state: 'missing', from: null, text: withBlock('', null, stamp, text) };
  const found = findBlock(current, stamp.name);
  if ('fault' in found) return { fault: `${path}, ${found.fault}. Repair or remove the markers by hand.` };
  const { block } = found;
  const after = withBlock(current, block, stamp, text);
  if (block === null) return { state: 'missing', from: null, text: after };
  return { state: stateOf(block.stamp, stamp, text, block.text), from: block.stamp, text: after };
}

function stateOf(from: Stamp, stamp: Stamp, text: string, current: string): FileState {
  if (!sameStamp(from, stamp)) return 'outdated';
  return text === current ? 'fresh' : 'edited';
}

/** Git may check files out with CRLF. */
function withoutCarriageReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
