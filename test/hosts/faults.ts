import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostFailure } from '../../hosts/index.ts';

/** How long a host should wait for a command that fails in this way, in seconds: no longer than it takes to see that it is too slow. */
export function patience(failure: HostFailure): number {
  return failure === 'timeout' ? 1 : 60;
}

/** A command for a POSIX shell, below a folder, that fails in this way. */
export function failingCommand(failure: HostFailure, folder: string): string {
  if (failure === 'gate-missing') return 'node gate-that-does-not-exist.mjs';
  const file = path.join(folder, `${failure}.sh`);
  writeFileSync(file, `cat > /dev/null\n${scripts[failure]}\n`);
  return `sh ${path.basename(file)}`;
}

const scripts: Record<Exclude<HostFailure, 'gate-missing'>, string> = {
  crash: 'kill -9 $$',
  'exit-1': 'exit 1',
  'exit-2': 'echo "Handrail: the gate failed." >&2; exit 2',
  timeout: 'exec sleep 3',
  'empty-output': 'exit 0',
  'broken-output': `printf '{"permission":"all'`,
};

/** A command that answers with a JSON object, or with nothing. */
export function answeringCommand(answer: object | null, name: string, folder: string): string {
  const file = path.join(folder, `${name}.sh`);
  const print = answer === null ? '' : `cat <<'END'\n${JSON.stringify(answer)}\nEND`;
  writeFileSync(file, `cat > /dev/null\n${print}\n`);
  return `sh ${path.basename(file)}`;
}
