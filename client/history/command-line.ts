import { execFile } from 'node:child_process';
import * as vscode from 'vscode';

/** The part of the report of `handrail release|approve|reject|rollback --format json` that is used here. */
export interface ReleaseReport {
  done: boolean;
  /** Why it was refused; null if it was done, or would be. */
  refused: string | null;
  ruleset: string | null;
  version: string | null;
  /** Of the content that it is about; null if it was refused earlier. */
  digest: string | null;
  base: { version: string; digest: string } | null;
  /** Who does it, as the log records it; null if the command was refused earlier. */
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
    /** False if no governance asks for approvals. */
    governed: boolean;
    needed: number;
    missing: number;
    counted: { who: string }[];
    disregarded: { kind: 'approve' | 'reject'; who: string; message: string }[];
    rejections: { who: string; why: string | null }[];
    /** True if anybody who did not make the change may approve; false if only `approvers` may. */
    anybodyMayApprove: boolean;
    /** Those of the approvers who may still approve. */
    approvers: string[];
  } | null;
  /** For an approval or a rejection: whether it counts, or would, and how many count without it. */
  counts: { counts: boolean; message: string; without: { approvals: number; rejections: number } } | null;
  /** An option that would let it through. */
  needs: 'discard' | null;
  /** For a release; empty otherwise. */
  checks: ReleaseCheck[];
  findings: { message: string }[];
  notes: string[];
}

type ChangeCounts = Record<'loosened' | 'rerouted' | 'tightened', number>;

/** A check that a release must pass. */
export interface ReleaseCheck {
  kind: 'version' | 'findings' | 'outside' | 'samples' | 'approvals';
  met: boolean;
  message: string;
  /** The file to look at, relative to the folder of the rule file; null if there is none. */
  file: string | null;
  /** Files outside the repository that `--outside` must name. */
  outside?: string[];
}

/** The command line that the extension includes, so that one program writes all releases and logs. */
export interface CommandLine {
  /**
   * Rejects with the program's message if it could not run as asked.
   * @param input what the program reads from standard input
   */
  run(file: vscode.Uri, command: string, args: readonly string[], input?: string): Promise<ReleaseReport>;
  /** What `handrail diff` says of two versions, named as it takes them. Rejects as `run` does. */
  diff(folder: vscode.Uri, before: string, after: string): Promise<DiffReport>;
  /** The formats in which a rule set can be exported. Rejects as `run` does. */
  exportTargets(file: vscode.Uri): Promise<ExportTargets>;
  /**
   * Exports a rule set, or says what that would write. Rejects as `run` does.
   * @param root the folder for formats that the rule set does not list
   */
  export(file: vscode.Uri, root: vscode.Uri, to: readonly string[], how: 'plan' | 'write'): Promise<ExportReport>;
}

/** The report of `handrail export --list --format json`. */
export interface ExportTargets {
  ruleset: string;
  version: string;
  targets: { to: string; title: string; enforces: boolean; declared: boolean }[];
}

/** The part of the report of `handrail export --format json` that is used here. */
export interface ExportReport {
  ruleset: string;
  version: string;
  /** Paths are relative to the root. */
  files: PlannedFile[];
  /** Why nothing is written, as sentences; empty if nothing stands in the way. */
  faults: string[];
}

export interface PlannedFile {
  path: string;
  to: string;
  state: 'fresh' | 'missing' | 'outdated' | 'edited' | 'left-over';
  /** The whole text of a plan; null if the file would be removed. */
  text?: string | null;
}

/** The part of the report of `handrail diff --format json` that is used here. */
export interface DiffReport {
  edits: {
    id: string;
    /** Who made it; null if git does not say it. `at` is in RFC 3339. */
    by: { name: string | null; at: string; commit: string | null } | null;
  }[];
}

/** Milliseconds that a command may take. */
const limit = 120_000;

export function createCommandLine(context: vscode.ExtensionContext): CommandLine {
  const program = context.asAbsolutePath('dist/cli.js');
  /** @param isReport true for the report of the command */
  const run = <Report>(
    folder: string,
    [command = '', ...args]: readonly string[],
    isReport: (value: object) => boolean,
    input = '',
  ): Promise<Report> =>
    new Promise((resolve, reject) => {
      // With this variable, the editor's own executable runs as Node.
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' };
      const call = [program, command, ...args, '--format', 'json'];
      const options = { cwd: folder, env, timeout: limit, maxBuffer: 64 * 1024 * 1024 };
      const child = execFile(process.execPath, call, options, (error, stdout, stderr) => {
        const report = reportIn(stdout);
        if (report !== null && isReport(report)) resolve(report as Report);
        else reject(new Error(stderr.trim() || (error?.message ?? `\`handrail ${command}\` ended without a message.`)));
      });
      // The program may end before it has read everything.
      child.stdin?.on('error', () => undefined).end(input);
    });
  return {
    run: (file, command, args, input) =>
      run(vscode.Uri.joinPath(file, '..').fsPath, [command, file.fsPath, ...args], value => 'refused' in value, input),
    diff: (folder, before, after) => run(folder.fsPath, ['diff', before, after], value => 'edits' in value),
    exportTargets: file =>
      run(vscode.Uri.joinPath(file, '..').fsPath, ['export', file.fsPath, '--list'], value => 'targets' in value),
    export: (file, root, to, how) =>
      run(
        root.fsPath,
        ['export', file.fsPath, ...to.flatMap(id => ['--to', id]), ...(how === 'plan' ? ['--check', '--texts'] : [])],
        value => 'faults' in value,
      ),
  };
}

function reportIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
