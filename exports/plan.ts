import { aroundBlock, findBlock, withBlock } from './block.ts';
import type { ExportedFile, ExportSource } from './exported-file.ts';
import type { ExportTarget } from './export-target.ts';
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
export function planExport(source: ExportSource, targets: readonly ExportTarget[], repository: Repository): Plan {
  const { name } = source.ruleSet;
  const stamp = stampOf(source);
  const options = { around: (path: string) => aroundBlock(repository.read(path) ?? '', name) };
  const plan: Plan = { files: [], faults: [] };
  for (const target of targets) {
    const fault = target.fault?.(source, options) ?? null;
    if (fault !== null) plan.faults.push(fault);
    const files = target.files(source, options);
    for (const file of files) {
      const planned = planFile(file, stamp, repository.read(file.path));
      if ('fault' in planned) plan.faults.push(planned.fault);
      else plan.files.push({ path: file.path, target: target.id, ...planned });
    }
    const written = new Set(files.map(({ path }) => path));
    for (const folder of target.folders(name)) {
      for (const path of repository.list(folder).map(each => `${folder}/${each}`)) {
        const from = written.has(path) ? null : stampIn(repository.read(path) ?? '');
        if (from?.name === name) plan.files.push({ path, target: target.id, state: 'left-over', from, text: null });
      }
    }
  }
  return plan;
}

type Planned = Pick<PlannedFile, 'state' | 'from' | 'text'> | { fault: string };

function planFile({ path, part, text }: ExportedFile, stamp: Stamp, current: string | null): Planned {
  switch (part) {
    case 'whole':
      return planWhole(path, text, stamp, current);
    case 'block':
      return planBlock(path, text, stamp, current);
    case 'json':
      throw new Error(`${path}: entries of JSON files are not merged here.`);
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
