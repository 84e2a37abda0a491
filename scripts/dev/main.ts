import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { root } from '../host/folders.ts';

/** `npm run dev`: on each change, rebuilds the product and runs the affected unit tests, until Ctrl-C. */
export function main(args: readonly string[]): void {
  const children = [
    start([path.join(root, 'esbuild.mjs'), 'product', '--watch']),
    start([path.join(root, 'node_modules/vitest/vitest.mjs'), 'watch', ...args]),
  ];
  for (const child of children) {
    child.on('exit', code => {
      process.exitCode ||= code ?? 1;
      for (const other of children) if (other.exitCode === null) other.kill();
    });
  }
}

function start(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
}
