import type { HookHostId } from '../../hosts/index.ts';
import type { Stamp } from '../../exports/stamp.ts';

/** `ok`: tested, and as it should be. `fault`: something gets past the gate, or may. `gap`: nothing that can be installed closes it. `note`: worth knowing. */
export type Status = 'ok' | 'fault' | 'gap' | 'note';

/** What was looked at. */
export type Check = 'hooks' | 'route' | 'wall' | 'rules' | 'files' | 'version' | 'host';

export interface Line {
  check: Check;
  status: Status;
  /** A sentence. */
  text: string;
  /** What to do, as a sentence; null if there is nothing to do. */
  fix: string | null;
}

/** What became of a call that was sent to see whether it reaches the gate. */
export interface CanaryResult {
  /** The call in words, such as `shell command of a sub-agent`. */
  call: string;
  /** `decided`: its decision is in the log. `never-reached`: no hook for it runs a gate. `failed`: a hook ran, and no decision is in the log. */
  result: 'decided' | 'never-reached' | 'failed';
  /** Why it was not decided, as a sentence; null if it was. */
  why: string | null;
}

/** What was found about one installed gate. */
export interface Section {
  host: HookHostId;
  title: string;
  /** The configuration files, relative to the repository. */
  files: readonly string[];
  calls: CanaryResult[];
  lines: Line[];
}

export interface DoctorReport {
  /** The repository, as it is shown. */
  root: string;
  /** The rules against which the gates were checked; null if there are none. */
  rules: Stamp | null;
  sections: Section[];
  /** What is true of the repository as a whole. */
  lines: Line[];
}

export const ok = (check: Check, text: string): Line => ({ check, status: 'ok', text, fix: null });
export const fault = (check: Check, text: string, fix: string | null): Line => ({ check, status: 'fault', text, fix });
export const gap = (check: Check, text: string, fix: string | null = null): Line => ({
  check,
  status: 'gap',
  text,
  fix,
});
export const note = (check: Check, text: string, fix: string | null = null): Line => ({
  check,
  status: 'note',
  text,
  fix,
});

/** True if nothing gets past a gate, as far as it was tested. */
export function isSound({ sections, lines }: DoctorReport): boolean {
  return (
    sections.length > 0 && [...sections.flatMap(each => each.lines), ...lines].every(({ status }) => status !== 'fault')
  );
}
