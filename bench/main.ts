import { describeMachine } from './machine.ts';
import { parts } from './parts.ts';
import { markdown } from './table.ts';

/** `npm run bench [-- PART…] [--quick]`: measures, and prints a Markdown table for each part to standard output. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return help();
  const quick = args.includes('--quick');
  const named = args.filter(argument => argument !== '--quick');
  const unknown = named.find(name => !parts.some(part => part.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no part "${unknown}". The parts are ${parts.map(({ name }) => name).join(', ')}.\n`);
    process.exitCode = 2;
    return;
  }
  const progress = (line: string) => void process.stderr.write(`  ${line}\n`);
  process.stdout.write(`${describeMachine()}${quick ? ' · --quick: not to be quoted' : ''}\n`);
  for (const part of parts.filter(({ name }) => named.length === 0 || named.includes(name))) {
    process.stdout.write(`\n${markdown(await part.run({ quick, progress }))}`);
  }
}

function help(): void {
  process.stdout.write(
    'npm run bench                      measures everything\n' +
      'npm run bench -- engines           measures these parts\n' +
      'npm run bench -- engines --quick   shorter: to see that it runs, not to be quoted\n\nParts:\n' +
      parts.map(part => `  ${part.name.padEnd(16)}${part.does}\n`).join(''),
  );
}
