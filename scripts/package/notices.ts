import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../host/failure.ts';
import { root } from '../host/folders.ts';

/** The part of esbuild's metafile with the paths of all bundled files, relative to the root. */
export interface Metafile {
  inputs: Record<string, unknown>;
}

/** A third-party package that is part of what is published. */
export interface BundledPackage {
  name: string;
  version: string;
  /** An SPDX expression. */
  license: string;
  /** URL of its home page or repository; null if it names none. */
  homepage: string | null;
  /** The texts that must be distributed with it: licences and notices. */
  texts: { file: string; text: string }[];
  /** The parts of the product that contain it: `extension`, `server`, `cli`, `panel`. */
  partOf: string[];
}

const licenceFile = /^(?:licen[sc]e|copying|notice|third-?party-?notices?)(?:[-.].*)?$/i;
const installed = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * All packages that were bundled, at least in part, sorted by name.
 * @param metafiles by the part of the product
 * @param folder the folder that their paths are relative to
 * @throws Failure if a package has no licence text, since it must not be published then
 */
export async function bundledPackages(
  metafiles: Readonly<Record<string, Metafile>>,
  folder = root,
): Promise<BundledPackage[]> {
  const partsOf = new Map<string, Set<string>>();
  for (const [part, { inputs }] of Object.entries(metafiles)) {
    for (const input of Object.keys(inputs)) {
      for (const each of await packagesBehind(input, folder)) {
        partsOf.set(each, (partsOf.get(each) ?? new Set()).add(part));
      }
    }
  }
  const packages = await Promise.all(
    [...partsOf].map(([each, parts]) => readPackage(path.join(folder, each), [...parts].sort())),
  );
  const unlicensed = packages.filter(({ license, texts }) => license === '' || texts.length === 0);
  if (unlicensed.length > 0)
    throw new Failure(
      `Bundled packages without a licence text: ${unlicensed.map(({ name }) => name).join(', ')}. ` +
        'Before publishing, remove them or add their licences to scripts/package/licences.',
    );
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folders of the packages that a bundled file comes from; none if it is our own. */
async function packagesBehind(input: string, folder: string): Promise<string[]> {
  const own = installed.exec(input);
  if (own !== null) return [own[0].slice(0, -1)];
  if (!input.startsWith('language/source/schema/generated/')) return [];
  // The validators were bundled when the schemas were compiled; esbuild names their source files in comments.
  const text = await readFile(path.join(folder, input), 'utf8');
  const found = [...text.matchAll(/^\/\/ (node_modules\/\S+)$/gm)].map(([, file = '']) => installed.exec(file)?.[0]);
  return [...new Set(found.flatMap(each => (each === undefined ? [] : [each.slice(0, -1)])))];
}

async function readPackage(folder: string, partOf: string[]): Promise<BundledPackage> {
  const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
    homepage?: string;
    repository?: string | { url?: string };
  };
  const { name, version, license = '', homepage, repository } = manifest;
  const files = (await readdir(folder)).filter(file => licenceFile.test(file)).sort();
  const texts = await Promise.all(
    files.map(async file => ({ file, text: (await readFile(path.join(folder, file), 'utf8')).trim() })),
  );
  if (texts.length === 0) texts.push(...(await textInRepository(name)));
  const url = typeof repository === 'string' ? repository : repository?.url;
  return {
    name,
    version,
    license,
    homepage: homepage ?? url ?? null,
    texts: texts.filter(each => each.text !== ''),
    partOf,
  };
}

/** The licence from `licences/`, for a package that has the text only in its repository. */
async function textInRepository(name: string): Promise<BundledPackage['texts']> {
  const file = `${name.replace(/^@/, '').replace('/', '-')}.txt`;
  const text = await readFile(path.join(root, 'scripts/package/licences', file), 'utf8').catch(() => null);
  return text === null ? [] : [{ file, text: text.trim() }];
}

/** The text of THIRD-PARTY-NOTICES.txt. */
export function noticesText(packages: readonly BundledPackage[]): string {
  const rule = '='.repeat(80);
  const head = [
    'Third-party notices',
    '',
    'Handrail contains the following packages, each under its own licence.',
    '',
    ...packages.map(
      ({ name, version, license, partOf }) => `- ${name} ${version}: ${license} (in ${partOf.join(', ')})`,
    ),
  ];
  const parts = packages.map(({ name, version, license, homepage, texts }) => [
    '',
    rule,
    `${name} ${version}`,
    `Licence: ${license}`,
    ...(homepage === null ? [] : [homepage]),
    ...texts.flatMap(({ file, text }) => ['', ...(texts.length === 1 ? [] : [`${file}:`, '']), text]),
  ]);
  return `${[head, ...parts].flat().join('\n').replaceAll('\r\n', '\n')}\n`;
}
