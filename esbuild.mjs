// Builds everything that runs. `node esbuild.mjs [product|npm|scripts|suites] [--production|--watch]`:
// product (the default): the extension, the language server, the command line and the panel's page, into dist/, for
// production into out/vsix/dist/, so that what tests run stays as it is; npm: the command line alone, as it is
// published, into out/npm/dist/;
// scripts: what `npm start`, `npm test`, `npm run bench` and the like run, into out/scripts/; suites: the tests that run inside VS Code, into out/suites/.
import { build as buildOnce, context } from 'esbuild';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { globSync } from 'tinyglobby';
import { buildEmbeddedGates } from './scripts/build-embedded-gates.mjs';
import { buildSchemas } from './scripts/build-schemas.mjs';

const production = process.argv.includes('--production');
const watching = process.argv.includes('--watch');
const what = process.argv.slice(2).find(argument => !argument.startsWith('--')) ?? 'product';

const every = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // Its main file is UMD, which hides its parts from a bundler.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};
const node = { ...every, platform: 'node', target: 'node20', format: 'cjs' };

const builds = { product, npm, scripts, suites };
if (!(what in builds)) {
  console.error(`There is nothing named "${what}" to build; choose from ${Object.keys(builds).join(', ')}.`);
  process.exit(1);
}
try {
  await builds[what]();
} catch (error) {
  // esbuild has printed its own errors, with their places; anything else is worth its stack.
  if (!Array.isArray(error.errors)) throw error;
  process.exit(1);
}

/** With `--watch` builds again with each change, until the process ends. */
async function build(options) {
  if (watching) await (await context(options)).watch();
  return buildOnce(options);
}

async function product() {
  const dist = production ? 'out/vsix/dist' : 'dist';
  if (production) await rm(dist, { recursive: true, force: true });
  await buildSchemas();
  const [extension, server, cli, panel, program] = await Promise.all([
    build({ ...node, entryPoints: { extension: 'client/extension.ts' }, external: ['vscode'], outdir: dist }),
    build({ ...node, entryPoints: { server: 'server/node/main.ts' }, outdir: dist }),
    commandLine(dist),
    build({
      ...every,
      platform: 'browser',
      target: 'es2022',
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
      entryPoints: { simulator: 'panel/simulator/main.tsx', review: 'panel/review/main.tsx' },
      outdir: `${dist}/panel`,
    }),
    gate(dist),
  ]);
  await tellWhatIsIn('product', { extension, server, cli, panel, gate: program });
}

/**
 * The program of a gate, which an export puts behind the rules of a rule set; it is always the same, so always minified. `gate-plain` has no RE2, for
 * rule sets without patterns.
 */
async function gate(outdir) {
  const program = {
    ...node,
    format: 'esm',
    sourcemap: false,
    minify: true,
    entryPoints: { gate: 'gate/node/main.ts' },
    outExtension: { '.js': '.mjs' },
    outdir,
  };
  const [built] = await Promise.all([
    build(program),
    build({
      ...program,
      entryPoints: { 'gate-plain': 'gate/node/main.ts' },
      alias: { ...every.alias, re2js: './gate/node/no-patterns.ts' },
    }),
    buildEmbeddedGates(outdir),
  ]);
  return built;
}

async function npm() {
  await rm('out/npm', { recursive: true, force: true });
  await buildSchemas();
  const [cli, program] = await Promise.all([commandLine('out/npm/dist'), gate('out/npm/dist')]);
  await tellWhatIsIn('npm', { cli, gate: program });
}

async function commandLine(outdir) {
  const built = await build({
    ...node,
    entryPoints: { cli: 'cli/main.ts' },
    outdir,
    // The search for files asks for the address of its own module, which CommonJS does not have.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "#!/usr/bin/env node\nconst moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  await chmod(`${outdir}/cli.js`, 0o755);
  return built;
}

/** Leaves what was bundled into which part, for the notices that travel with it. */
async function tellWhatIsIn(name, parts) {
  await mkdir('out/metafiles', { recursive: true });
  const metafiles = Object.fromEntries(Object.entries(parts).map(([part, { metafile }]) => [part, metafile]));
  await writeFile(`out/metafiles/${name}.json`, JSON.stringify(metafiles));
}

async function scripts() {
  await buildSchemas();
  const names = [
    'start',
    'test',
    'deep',
    'stacks',
    'generate',
    'new',
    'goldens',
    'dev',
    'package',
    'screenshots',
    'electron-suites',
  ];
  await build({
    ...node,
    format: 'esm',
    packages: 'external',
    alias: {},
    entryPoints: {
      ...Object.fromEntries(names.map(name => [name, `scripts/${name}/main.ts`])),
      bench: 'bench/main.ts',
      'bench-cell': 'bench/cell.ts',
    },
    outExtension: { '.js': '.mjs' },
    outdir: 'out/scripts',
  });
}

/** One file a suite, so that a suite that does not load is named; what is left of deleted ones goes first. */
async function suites() {
  await buildSchemas();
  await rm('out/suites', { recursive: true, force: true });
  await mkdir('out/suites', { recursive: true });
  await build({
    ...node,
    entryPoints: ['test/vscode/run.ts', ...globSync('test/vscode/suites/**/*.test.ts')],
    external: ['vscode', 'mocha'],
    outbase: 'test/vscode',
    outdir: 'out/suites',
  });
  // The editor loads a suite as a part of an extension: this one, which has nothing else in it.
  const manifest = { name: 'handrail-suites', publisher: 'handrail', version: '0.0.0', engines: { vscode: '*' } };
  await writeFile('out/suites/package.json', JSON.stringify(manifest));
}
