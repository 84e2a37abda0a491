import type { ParseArgsConfig } from 'node:util';
import type { Printed } from './printed.ts';

/** What a command knows of the process that runs it. Tests set all of it. */
export interface CommandContext {
  directory: string;
  /** Milliseconds since the Unix epoch. */
  now: number;
  stdin: NodeJS.ReadableStream;
  /** Writes results, and nothing else, to standard output. */
  out: (text: Printed) => Promise<void>;
  /** Writes lines for people to standard error. Control characters in them are escaped. */
  message: (...lines: string[]) => void;
  /** True if standard output is a terminal that shows colours. */
  color: boolean;
  /** The width of standard output in characters; 80 if it is no terminal. */
  columns: number;
  /** Where progress is drawn: standard error if it is a terminal; null if nobody is watching. */
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
  /** Shown by `--help`, with at least one example. */
  help: string;
  formats: readonly string[];
  run(paths: string[], options: OptionValues, context: CommandContext): Promise<ExitCode>;
}

/** A mistake of the caller, shown on standard error with exit code 2. */
export class UsageError extends Error {
  /** @param help lines to show below the message */
  constructor(
    message: string,
    readonly help: readonly string[] = [],
  ) {
    super(message);
  }
}
