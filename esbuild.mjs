// Builds everything that runs: the extension, the language server, the command line and the panel's page.
import { build } from 'esbuild';
import { chmod, cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';

const production = process.argv.includes('--production');
const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: 'warning',
};

const bundles = [
  { ...node, entryPoints: { extension: 'client/extension.ts' }, external: ['vscode'], outdir: 'dist' },
  { ...node, entryPoints: { server: 'server/node/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { cli: 'cli/main.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
  {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    sourcemap: production ? false : 'linked',
    minify: production,
    legalComments: 'none',
    logLevel: 'warning',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    entryPoints: { simulator: 'panel/simulator/main.tsx' },
    outdir: 'dist/panel',
  },
];

await Promise.all(bundles.map(options => build(options)));
await chmod('dist/cli.js', 0o755);
