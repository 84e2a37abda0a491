import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../host/failure.ts';
import { root } from '../host/folders.ts';
import { HangWatch, quietTool } from '../host/hang-watch.ts';
import { run } from '../host/processes.ts';
import { npmProgram } from '../host/provision.ts';
import { bundledPackages, noticesText, type Metafile } from './notices.ts';

/** The content of the package, built by `node esbuild.mjs npm`. */
const folder = path.join(root, 'out', 'npm');
const noticesFile = 'THIRD-PARTY-NOTICES.txt';

/** The largest permitted package, in bytes. */
const maxSize = 1.5 * 1024 * 1024;

/** What an export puts behind rules. */
const programs = ['gate', 'gate-plain', 'embedded', 'embedded-plain'] as const;

/** The manifest entries that the npm package shares with the extension. */
const shared = [
  'name',
  'version',
  'license',
  'homepage',
  'repository',
  'bugs',
  'description',
  'keywords',
  'bin',
] as const;

export function npmManifest(manifest: Record<string, unknown>): Record<string, unknown> {
  const { engines } = manifest as { engines: { node: string } };
  return {
    ...Object.fromEntries(shared.map(key => [key, manifest[key]])),
    engines: { node: engines.node },
    files: ['dist/cli.js', 'dist/*.mjs', 'schemas/*.schema.json', 'CHANGELOG.md', noticesFile],
    publishConfig: { access: 'public' },
  };
}

/**
 * Makes and checks handrail-VERSION.tgz, the package of the command line for npm.
 * @returns its path
 * @throws Failure if it cannot be published
 */
export async function npmPackage(destination: string): Promise<string> {
  await succeed('The build', process.execPath, [path.join(root, 'esbuild.mjs'), 'npm', '--production']);
  const metafiles = JSON.parse(await readFile(path.join(root, 'out/metafiles/npm.json'), 'utf8')) as Record<
    string,
    Metafile
  >;
  await writeFile(path.join(folder, noticesFile), noticesText(await bundledPackages(metafiles)));
  const own = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(npmManifest(own), null, 2)}\n`);
  await copyFile(path.join(root, 'cli', 'README.md'), path.join(folder, 'README.md'));
  for (const file of ['LICENSE', 'CHANGELOG.md']) await copyFile(path.join(root, file), path.join(folder, file));
  await mkdir(path.join(folder, 'schemas'));
  for (const file of await readdir(path.join(root, 'schemas'))) {
    if (file.endsWith('.schema.json'))
      await copyFile(path.join(root, 'schemas', file), path.join(folder, 'schemas', file));
  }
  const [npm, before] = npmProgram();
  const args = [...before, 'pack', folder, '--pack-destination', destination, '--json', '--loglevel=error'];
  const [packed] = JSON.parse(await succeed('npm pack', npm, args)) as PackedPackage[];
  if (packed === undefined) throw new Failure('npm pack made no package.');
  const file = path.join(destination, packed.filename);
  const problems = problemsOfTarball(packed);
  if (problems.length === 0) return file;
  await rm(file, { force: true });
  throw new Failure(`${packed.filename} cannot be published:\n  ${problems.join('\n  ')}`);
}

/** A package in the output of `npm pack --json`. */
export interface PackedPackage {
  filename: string;
  /** In bytes. */
  size: number;
  files: { path: string; mode: number }[];
}

/** The problems of a package of the command line. */
export function problemsOfTarball({ files, size }: PackedPackage): string[] {
  const needed = [
    'package.json',
    'README.md',
    'LICENSE',
    noticesFile,
    'dist/cli.js',
    ...programs.map(name => `dist/${name}.mjs`),
    'schemas/rule-set.schema.json',
  ];
  const allowed =
    /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD-PARTY-NOTICES\.txt|dist\/cli\.js|dist\/(?:gate|embedded)(?:-plain)?\.mjs|schemas\/[\w-]+\.schema\.json)$/;
  const program = files.find(file => file.path === 'dist/cli.js');
  return [
    ...needed.filter(name => !files.some(file => file.path === name)).map(name => `${name} is not in it.`),
    ...files.filter(file => !allowed.test(file.path)).map(file => `${file.path} does not belong in it.`),
    ...(program !== undefined && (program.mode & 0o111) === 0 ? ['dist/cli.js cannot be executed.'] : []),
    ...(size > maxSize ? [`It has ${Math.round(size / 1024)} KB; the limit is ${maxSize / 1024} KB.`] : []),
  ];
}

async function succeed(what: string, command: string, args: string[]): Promise<string> {
  const { code, output, cutShort } = await run(command, args, { cwd: root, watch: new HangWatch(quietTool) });
  if (code !== 0) throw new Failure(`${what} failed:\n${[output.trimEnd(), cutShort ?? ''].join('\n').trimEnd()}`);
  return output;
}
