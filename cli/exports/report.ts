import type { FileState, PlannedFile } from '../../exports/plan.ts';
import type { Stamp } from '../../exports/stamp.ts';
import { counted } from '../../report/counts.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

export interface ExportReport {
  stamp: Stamp;
  /** The whole digest. */
  digest: string;
  check: boolean;
  /** True if the whole texts are wanted. */
  texts: boolean;
  files: readonly PlannedFile[];
  faults: readonly string[];
}

const drift: Record<Exclude<FileState, 'fresh'>, (file: PlannedFile) => string> = {
  missing: () => 'missing',
  outdated: ({ from }) => (from === null ? 'outdated' : `from ${from.version} (${from.digest})`),
  edited: () => 'edited by hand, or written by another version of handrail',
  'left-over': () => 'left over from a longer export',
};

const done: Record<FileState, string> = {
  fresh: 'unchanged',
  missing: 'written',
  outdated: 'updated',
  edited: 'restored',
  'left-over': 'removed',
};

function text({ stamp, check, files }: ExportReport): Printed {
  const stale = files.filter(({ state }) => state !== 'fresh');
  const rules = `${stamp.name} ${stamp.version} (${stamp.digest})`;
  if (check) {
    const lines = stale.map(file => `${file.path}: ${file.state === 'fresh' ? '' : drift[file.state](file)}`);
    const sum =
      stale.length === 0
        ? `${counted(files.length, 'file')} fresh: ${rules}`
        : `${stale.length} of ${counted(files.length, 'file')} not as ${rules} says. Run the command without --check.`;
    return forPeople([...lines, sum]);
  }
  return forPeople([...files.map(({ path, state }) => `${path}: ${done[state]}`), `Exported ${rules}.`]);
}

/** Matches `schemas/export-report.schema.json`. */
function json({ stamp, digest, check, texts, files, faults }: ExportReport): Printed {
  return asJson({
    ruleset: stamp.name,
    version: stamp.version,
    digest,
    check,
    fresh: faults.length === 0 && files.every(({ state }) => state === 'fresh'),
    files: files.map(({ path, target, state, from, text }) => ({
      path,
      to: target,
      state,
      from: from === null ? null : { version: from.version, digest: from.digest },
      ...(texts ? { text } : {}),
    })),
    faults,
  });
}

export const exportFormats = { text, json } as const;
