import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { digest } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { type CodeHost, codeModule } from '../../exports/enforce/code/code-module.ts';
import { buildEmbeddedGates } from '../../scripts/build-embedded-gates.mjs';

/** Where the packages of the hosts are found. */
const root = path.join(import.meta.dirname, 'node_modules', '.handrail');

let built: Promise<string> | undefined;
let count = 0;

/** The folder of a repository into which a rule set was exported for a host. */
export async function exportedTo(host: CodeHost, ruleSet: RuleSet): Promise<string> {
  built ??= (async () => {
    const programs = path.join(root, `${process.pid}-programs`);
    await buildEmbeddedGates(programs);
    return programs;
  })();
  const programs = await built;
  const read = (name: string) => readFileSync(path.join(programs, name), 'utf8');
  const folder = path.join(root, `${process.pid}-${++count}`);
  const source = { ruleSet, digest: digest(ruleSet), exports: [] };
  for (const file of codeModule(host, source, { full: read('embedded.mjs'), plain: read('embedded-plain.mjs') })) {
    const target = path.join(folder, file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    if (file.part === 'json') throw new Error(`${file.path} is no module`);
    writeFileSync(target, file.text);
  }
  return folder;
}

export function moduleIn(folder: string, host: CodeHost): string {
  return path.join(folder, '.handrail', `${host}.mjs`);
}

export async function importFile(file: string): Promise<Record<string, (...values: never[]) => unknown>> {
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, (...values: never[]) => unknown>;
}

/** The module that an export writes for a host, loaded as an application loads it. */
export async function exportedModule(host: CodeHost, ruleSet: RuleSet) {
  return importFile(moduleIn(await exportedTo(host, ruleSet), host));
}
