import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Script } from 'node:vm';

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

type Evaluate = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  file: string,
  folder: string,
  process: NodeJS.Process,
) => void;

const compiled = new Map<string, Evaluate>();

/** The bundle, compiled as a function of the module variables and the process. It is cached, since compiling takes longer than a run. */
function compile(file: string): Evaluate {
  const known = compiled.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8').replace(/^#!.*/, '');
  const wrapped = `(function (exports, require, module, __filename, __dirname, process) {${text}\n})`;
  const evaluate = new Script(wrapped, { filename: file }).runInThisContext() as Evaluate;
  compiled.set(file, evaluate);
  return evaluate;
}

/**
 * Runs a bundled program that sets its exit code at the end. Its modules are evaluated again for each call, so calls share
 * no state, and it gets the arguments, folder, environment and streams of the call.
 */
export function runBundle(file: string, args: readonly string[], { cwd, stdin, env }: CallOptions): Promise<Outcome> {
  const evaluate = compile(file);
  const requireHere = createRequire(file);
  const [stdout, stderr] = [collector(), collector()];
  return new Promise((resolve, reject) => {
    const ownProcess: NodeJS.Process = Object.create(process, {
      argv: { value: [process.execPath, file, ...args] },
      cwd: { value: () => cwd },
      env: { value: { ...process.env, ...env } },
      stdin: { value: Readable.from(stdin === undefined || stdin === '' ? [] : [Buffer.from(stdin)]) },
      stdout: { value: stdout.stream },
      stderr: { value: stderr.stream },
      exit: {
        value: () => reject(new Error('The program has ended its process, which a test runs in a process of its own.')),
      },
      exitCode: {
        set(code: number) {
          resolve({ code, stdout: stdout.text(), stderr: stderr.text() });
        },
      },
    }) as NodeJS.Process;
    const require = (name: string): unknown => (/^(node:)?process$/.test(name) ? ownProcess : requireHere(name));
    evaluate({}, require, { exports: {} }, file, path.dirname(file), ownProcess);
  });
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
