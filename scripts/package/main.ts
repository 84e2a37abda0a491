import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure, reportingFailures } from '../host/failure.ts';
import { HangWatch, quietTool } from '../host/hang-watch.ts';
import { root } from '../host/folders.ts';
import { endWithSignals, run } from '../host/processes.ts';
import { problemsOf } from './contents.ts';
import { filesInZip, packageFile } from './vsix.ts';

/** `npm run package`: the production build as a .vsix, checked. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(
      'npm run package     makes handrail-VERSION.vsix: code --install-extension handrail-VERSION.vsix\n',
    );
    return;
  }
  endWithSignals();
  await reportingFailures(async () => {
    await succeed('The build', [path.join(root, 'esbuild.mjs'), 'product', '--production']);
    const file = await packageFile();
    await rm(file, { force: true });
    const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
    await succeed('vsce', [
      vsce,
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '--out',
      file,
    ]);
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    const zip = await readFile(file);
    const files = filesInZip(zip);
    const problems = problemsOf(manifest, files, zip.length);
    if (problems.length > 0)
      throw new Failure(`${path.basename(file)} is not fit to be installed:\n  ${problems.join('\n  ')}`);
    process.stdout.write(`${path.basename(file)}: ${files.length} files, ${Math.round(zip.length / 1024)} KB\n`);
  });
}

async function succeed(what: string, args: string[]): Promise<void> {
  const { code, output } = await run(process.execPath, args, { cwd: root, watch: new HangWatch(quietTool) });
  if (code !== 0) throw new Failure(`${what} failed:\n${output.trimEnd()}`);
}
