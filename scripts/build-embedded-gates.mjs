import { build } from 'esbuild';

/**
 * Builds the program that an export puts behind the rules of a rule set for a gate within the program of an agent: `embedded.mjs`, and
 * `embedded-plain.mjs` without RE2, for rule sets without patterns.
 */
export async function buildEmbeddedGates(outdir) {
  const options = {
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    outExtension: { '.js': '.mjs' },
    outdir,
  };
  const [built] = await Promise.all([
    build({ ...options, entryPoints: { embedded: 'gate/embedded/main.ts' } }),
    build({
      ...options,
      entryPoints: { 'embedded-plain': 'gate/embedded/main.ts' },
      alias: { re2js: './gate/node/no-patterns.ts' },
    }),
  ]);
  return built;
}
