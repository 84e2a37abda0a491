import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, reportingFailures } from '../host/failure.ts';
import { root } from '../host/folders.ts';
import { HangWatch, quietTool } from '../host/hang-watch.ts';
import { endWithSignals, run } from '../host/processes.ts';
import { galleryProblems, problemsOf } from './contents.ts';
import { bundledPackages, noticesText, type Metafile } from './notices.ts';
import { npmPackage } from './npm.ts';
import { filesInZip, packageFile, readInZip } from './vsix.ts';

const makers = { vsix: makeExtension, npm: makeCommandLine };

/** `npm run package [-- vsix|npm]`: packages the production build as a .vsix and for npm, and checks the packages. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(
      'npm run package           makes both packages\n' +
        'npm run package -- vsix   makes handrail-VERSION.vsix, for the Marketplace and for Open VSX:\n' +
        '                          code --install-extension handrail-VERSION.vsix\n' +
        'npm run package -- npm    makes handrail-VERSION.tgz, the command line for npm:\n' +
        '                          npm install --save-dev ./handrail-VERSION.tgz\n\n' +
        'docs/publishing.md explains how to publish them.\n',
    );
    return;
  }
  endWithSignals();
  await reportingFailures(async () => {
    const unknown = args.find(argument => !(argument in makers));
    if (unknown !== undefined) throw new Failure(`There is no package "${unknown}". The packages are vsix and npm.`);
    for (const [name, make] of Object.entries(makers)) if (args.length === 0 || args.includes(name)) await make();
  });
}

async function makeExtension(): Promise<void> {
  await stage();
  await succeed('The build', root, [path.join(root, 'esbuild.mjs'), 'product', '--production']);
  const metafiles = JSON.parse(await readFile(path.join(root, 'out/metafiles/product.json'), 'utf8')) as Record<
    string,
    Metafile
  >;
  await writeFile(path.join(staging, 'dist/THIRD-PARTY-NOTICES.txt'), noticesText(await bundledPackages(metafiles)));
  const file = await packageFile();
  await rm(file, { force: true });
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await succeed('vsce', staging, [vsce, 'package', '--no-dependencies', '--out', file]);
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const zip = await readFile(file);
  const files = filesInZip(zip);
  const readme = readInZip(zip, 'extension/readme.md')?.toString('utf8') ?? '';
  const icon = readInZip(zip, `extension/${String(manifest['icon'])}`);
  const problems = [...problemsOf(manifest, files, zip.length), ...galleryProblems(manifest, readme, icon)];
  if (problems.length > 0) throw new Failure(`${path.basename(file)} cannot be published:\n  ${problems.join('\n  ')}`);
  process.stdout.write(`${path.basename(file)}: ${files.length} files, ${Math.round(zip.length / 1024)} KB\n`);
}

async function makeCommandLine(): Promise<void> {
  const file = await npmPackage(root);
  process.stdout.write(`${path.basename(file)}: ${Math.round((await stat(file)).size / 1024)} KB\n`);
}

/** The folder in which the package is assembled, so that `dist/` does not change while tests run on it. */
const staging = path.join(root, 'out', 'vsix');

/** Copies the files that are packaged unchanged: the top-level entries that .vscodeignore includes. */
async function stage(): Promise<void> {
  await rm(staging, { recursive: true, force: true });
  const ignore = await readFile(path.join(root, '.vscodeignore'), 'utf8');
  const parts = [...ignore.matchAll(/^!([^/\n]+)/gm)].map(([, part = '']) => part).filter(part => part !== 'dist');
  for (const part of ['package.json', '.vscodeignore', ...parts])
    await cp(path.join(root, part), path.join(staging, part), { recursive: true });
}

async function succeed(what: string, cwd: string, args: string[]): Promise<void> {
  const { code, output } = await run(process.execPath, args, { cwd, watch: new HangWatch(quietTool) });
  if (code !== 0) throw new Failure(`${what} failed:\n${output.trimEnd()}`);
}
