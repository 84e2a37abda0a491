import { execFile } from 'node:child_process';
import * as vscode from 'vscode';

/** What `handrail release|approve|reject|rollback --format json` reports, as far as it is used here. */
export interface ReleaseReport {
  done: boolean;
  /** Why not; null where it was done, or would be. */
  refused: string | null;
  ruleset: string | null;
  version: string | null;
  base: { version: string } | null;
  /** By whom, as the log keeps it; null if it did not come that far. */
  who: string | null;
  summary: { class: string; regions: ChangeCounts; consequences: ChangeCounts; complete: boolean } | null;
  /** What changes from the last release; null if there is nothing to compare. */
  diff: {
    consequences?: {
      about: string;
      name: string;
      before: unknown;
      after: unknown;
      message: string;
      class: string;
      breaking: boolean;
      regions: number;
    }[];
  } | null;
  approvals: {
    needed: number;
    missing: number;
    counted: { who: string }[];
    disregarded: { kind: 'approve' | 'reject'; who: string; message: string }[];
    rejections: { who: string; why: string | null }[];
    /** Whether anybody may approve who did not make the change; else `approvers` alone may. */
    anybodyMayApprove: boolean;
    /** Who of the approvers may still approve. */
    approvers: string[];
  } | null;
  /** Of an approval or a rejection: whether it counts, or would. */
  counts: { counts: boolean; message: string } | null;
  /** An option that would let it through. */
  needs: 'discard' | null;
  /** Of a release. */
  checks: ReleaseCheck[];
  findings: { message: string }[];
  notes: string[];
}

type ChangeCounts = Record<'loosened' | 'rerouted' | 'tightened', number>;

/** One of the things that a release has to pass. */
export interface ReleaseCheck {
  kind: 'version' | 'findings' | 'outside' | 'samples' | 'approvals';
  met: boolean;
  message: string;
  /** The file to look at, from the folder of the rule file; null if there is none. */
  file: string | null;
  /** Files outside of the repository, to be named. */
  outside?: string[];
}

/** The command line that comes with the extension: releases and logs are written by one program, whoever asks for it. */
export interface CommandLine {
  /** Rejects with what the program had to say where it could not be run as asked. */
  run(file: vscode.Uri, command: string, args: readonly string[]): Promise<ReleaseReport>;
}

/** Milliseconds that a command may take. */
const limit = 120_000;

export function createCommandLine(context: vscode.ExtensionContext): CommandLine {
  const program = context.asAbsolutePath('dist/cli.js');
  return {
    run: (file, command, args) =>
      new Promise((resolve, reject) => {
        const folder = vscode.Uri.joinPath(file, '..').fsPath;
        // The editor's own executable is Node, where it is told so.
        const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' };
        const call = [program, command, file.fsPath, ...args, '--format', 'json'];
        const options = { cwd: folder, env, timeout: limit, maxBuffer: 64 * 1024 * 1024 };
        execFile(process.execPath, call, options, (error, stdout, stderr) => {
          const report = reportIn(stdout);
          if (report !== null) resolve(report);
          else reject(new Error(stderr.trim() || (error?.message ?? `handrail ${command} said nothing.`)));
        });
      }),
  };
}

function reportIn(text: string): ReleaseReport | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'refused' in value ? (value as ReleaseReport) : null;
  } catch {
    return null;
  }
}
