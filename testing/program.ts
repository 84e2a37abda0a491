import { build } from 'esbuild';
import path from 'node:path';

/**
 * Builds a program for tests with several processes.
 * @param source TypeScript, an ES module
 * @param folder where its imports are relative to
 * @returns the file, which Node runs
 */
export async function buildProgram(
  source: string,
  { folder, into }: { folder: string; into: string },
): Promise<string> {
  const outfile = path.join(into, 'program.mjs');
  await build({
    stdin: { contents: source, resolveDir: folder, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    outfile,
  });
  return outfile;
}
