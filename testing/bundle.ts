import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Script } from 'node:vm';
import { spawn } from './spawn.ts';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CallOptions {
  cwd: string;
  stdin?: string;
  /** Added to the environment of the tests. */
  env?: Record<string, string>;
}

/** A bundled program: its modules run it once when they are evaluated, and `main` runs it again. */
interface Program {
  main: () => void;
}

type Evaluate = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  file: string,
  folder: string,
  process: object,
) => void;

const programs = new Map<string, Program>();
/** The properties of the process that differ between calls, for everything that follows from a call. */
const calls = new AsyncLocalStorage<Partial<NodeJS.Process>>();

/** The process as a program sees it. */
const ownProcess = new Proxy(process, {
  get(own, name) {
    const call = calls.getStore();
    const value: unknown = call !== undefined && name in call ? Reflect.get(call, name) : Reflect.get(own, name);
    return value;
  },
  set: (_own, name, value) => Reflect.set(calls.getStore() ?? {}, name, value),
});

/**
 * Runs a bundled program that sets its exit code at the end. Its modules are evaluated once, so that the calls share compiled code. Each call has its
 * own arguments, folder, environment and streams.
 */
export function runBundle(file: string, args: readonly string[], { cwd, stdin, env }: CallOptions): Promise<Outcome> {
  const [stdout, stderr] = [collector(), collector()];
  return new Promise((resolve, reject) => {
    const call = {
      argv: [process.execPath, file, ...args],
      cwd: () => cwd,
      env: { ...process.env, ...env },
      stdin: Readable.from(stdin === undefined || stdin === '' ? [] : [Buffer.from(stdin)]),
      stdout: stdout.stream,
      stderr: stderr.stream,
      exit: () => reject(new Error('The program has ended its process, which a test runs in a process of its own.')),
      set exitCode(code: number) {
        resolve({ code, stdout: stdout.text(), stderr: stderr.text() });
      },
    };
    calls.run(call as unknown as Partial<NodeJS.Process>, () => {
      const program = programs.get(file);
      if (program === undefined) programs.set(file, evaluate(file));
      else program.main();
    });
  });
}

function evaluate(file: string): Program {
  const text = readFileSync(file, 'utf8').replace(/^#!.*/, '');
  const wrapped = `(function (exports, require, module, __filename, __dirname, process) {${text}\n})`;
  const run = new Script(wrapped, { filename: file }).runInThisContext() as Evaluate;
  const requireHere = createRequire(file);
  const replaced: Record<string, unknown> = {
    process: ownProcess,
    child_process: { ...(requireHere('node:child_process') as object), spawn },
  };
  const require = (name: string): unknown => replaced[name.replace(/^node:/, '')] ?? requireHere(name);
  const module = { exports: {} };
  run(module.exports, require, module, file, path.dirname(file), ownProcess);
  return module.exports as Program;
}

function collector(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
