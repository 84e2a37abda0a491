import path from 'node:path';
import { gateFolder, gatePath } from '../../exports/enforce/gate-file.ts';
import { stampIn, type Stamp } from '../../exports/stamp.ts';
import type { Start } from './process.ts';
import { namesIn, textAt } from './installations.ts';

/** A gate file of a repository. */
export interface GateFile {
  /** Relative to the repository. */
  file: string;
  /** What it was written from; null if no export wrote it. */
  stamp: Stamp | null;
}

/** The gate files in the places where exports write them. */
export function gateFiles(root: string): GateFile[] {
  const places = [gatePath, ...namesIn(root, 'plugins').map(plugin => `plugins/${plugin}/gate.mjs`)];
  return places.flatMap(file => {
    const text = textAt(root, file);
    return text === null ? [] : [{ file, stamp: stampIn(text) }];
  });
}

/** The gate files that a command runs. */
export function gatesOf({ file, args }: Start, gates: readonly GateFile[]): GateFile[] {
  const text = [file, ...args].join(' ');
  return gates.filter(gate => text.includes(gate.file));
}

/** The decision logs into which the gates of a repository may write, as absolute paths: those beside gates, and those that a command names. */
export function decisionLogs(root: string, starts: readonly Start[]): string[] {
  const folders = new Set([gateFolder, ...gateFiles(root).map(({ file }) => path.posix.dirname(file))]);
  const beside = [...folders].flatMap(folder =>
    namesIn(root, folder)
      .filter(name => name.endsWith('.decisions.jsonl'))
      .map(name => path.join(root, folder, name)),
  );
  return [...new Set([...beside, ...starts.flatMap(namedLogs)])];
}

/** The logs that a command names with `--log`, as an argument of its own or in a command line. */
function namedLogs({ args, cwd }: Start): string[] {
  const words = args.flatMap(arg => arg.split(/\s+/)).map(word => word.replace(/^(["'])(.*)\1$/, '$2'));
  return [args, words].flatMap(list =>
    list.flatMap((word, at) => (word === '--log' ? (list[at + 1] ?? []) : [])).map(log => path.resolve(cwd, log)),
  );
}
