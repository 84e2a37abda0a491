import { forPeople } from './printed.ts';
import { run } from './run.ts';

/** Runs the command line of this process, and sets its exit code. */
export async function main(): Promise<void> {
  const { stdin, stdout, stderr, argv, env } = process;
  // A reader that has seen enough (`handrail check | head`) closes the pipe, which is not an error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await run(argv.slice(2), {
    directory: process.cwd(),
    now: Date.now(),
    stdin,
    out: text => new Promise(resolve => (stdout.write(text) ? resolve() : stdout.once('drain', resolve))),
    message: (...lines) => void stderr.write(forPeople(lines)),
    screen:
      stderr.isTTY === true && env['CI'] === undefined && env['TERM'] !== 'dumb'
        ? { columns: stderr.columns || 80, write: text => void stderr.write(text) }
        : null,
    columns: stdout.columns || 80,
    color: stdout.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
  });
}

void main();
