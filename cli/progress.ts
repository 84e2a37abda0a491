import { visibleText } from '../engine/model/visible-text.ts';
import type { Screen } from './command.ts';

/** Shorter work shows no progress. */
const quietMs = 400;
/** The least time between two updates. */
const betweenMs = 80;
const barWidth = 24;

/** A progress line at the bottom of the terminal. */
export interface Progress {
  /**
   * Updates the line.
   * @param step `share` is the share of the current file that is done, 0 to 1
   */
  at(step: { done: number; total: number; share: number; what: string }): void;
  /** Erases the line; to be called before anything else is written. */
  clear(): void;
}

/** @param clock milliseconds */
export function progressOn(screen: Screen | null, clock: () => number = Date.now): Progress {
  if (screen === null) return { at: () => undefined, clear: () => undefined };
  const begun = clock();
  let drawn: number | null = null;
  return {
    at(step) {
      const now = clock();
      if (now - begun < quietMs || (drawn !== null && now - drawn < betweenMs)) return;
      drawn = now;
      // Erases the line first (ECMA-48 EL): the new text may be shorter.
      screen.write(`\r\u001b[2K${progressLine(step, screen.columns)}`);
    },
    clear() {
      if (drawn !== null) screen.write('\r\u001b[2K');
      drawn = null;
    },
  };
}

/** `[██████░░░░] 12/40 files, 63 %  rules/refunds.escalation.yaml`, cut to the width of the terminal so that it stays one line. */
function progressLine({ done, total, share, what }: Parameters<Progress['at']>[0], columns: number): string {
  const whole = total === 0 ? 1 : (done + share) / total;
  const full = Math.min(barWidth, Math.floor(whole * barWidth));
  const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
  const counts = total === 1 ? '' : ` ${done}/${total} files,`;
  return `[${bar}]${counts} ${Math.floor(whole * 100)} %  ${visibleText(what)}`.slice(0, Math.max(0, columns - 1));
}
