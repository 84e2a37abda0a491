import type { ParseArgsConfig } from 'node:util';
import type { Printed } from './printed.ts';

/** What a command sees of the process: everything that a test wants to set. */
export interface Surroundings {
  directory: string;
  /** Milliseconds since the Unix epoch. */
  now: number;
  stdin: NodeJS.ReadableStream;
  /** Results alone. */
  out: (text: Printed) => Promise<void>;
  /** Writes lines for people to standard error. Data in them is made visible there. */
  message: (...lines: string[]) => void;
  /** Whether standard output is a terminal that wants colours. */
  color: boolean;
  /** Where progress is drawn: standard error where it is a terminal; null where nobody watches. */
  screen: Screen | null;
}

export interface Screen {
  /** In characters. */
  columns: number;
  write: (text: string) => void;
}

/** 0: clean. 1: findings or failed cases. 2: bad usage or unreadable input. */
export type ExitCode = 0 | 1 | 2;

export type OptionValues = Record<string, string | boolean | undefined>;

export interface Command {
  name: string;
  /** One line, for the list of commands. */
  summary: string;
  usage: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Shown by `--help`, with one example at least. */
  help: string;
  formats: readonly string[];
  run(paths: string[], options: OptionValues, surroundings: Surroundings): Promise<ExitCode>;
}

/** The caller's mistake: said on standard error, exit code 2. */
export class UsageError extends Error {
  /** @param help what is shown below the message, a line each */
  constructor(
    message: string,
    readonly help: readonly string[] = [],
  ) {
    super(message);
  }
}
