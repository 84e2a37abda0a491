import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { glob } from 'tinyglobby';
import { Failure } from '../host/failure.ts';
import { root } from '../host/folders.ts';

export interface Opened {
  /** The folder opened as the workspace. */
  folder: string;
  /** The rule file, relative to the folder, with forward slashes. */
  file: string;
}

/** The rule file to open by default: a use case that everybody knows. */
const showcase = 'customer-support/customer-support.escalation.yaml';

/** The file to open: the requested one, or else the showcase or the first rule set in examples/ that is not a library. @throws Failure if there is none */
export async function ruleFile(asked: string | null): Promise<Opened> {
  const examples = path.join(root, 'examples');
  if (asked !== null) {
    const file = [path.resolve(asked), path.resolve(examples, asked)].find(candidate => existsSync(candidate));
    if (file === undefined) throw new Failure(`There is no file ${asked}, neither here nor in examples/.`);
    const inside = path.relative(examples, file);
    if (!inside.startsWith('..') && !path.isAbsolute(inside))
      return { folder: examples, file: inside.replaceAll('\\', '/') };
    return { folder: path.dirname(file), file: path.basename(file) };
  }
  if (existsSync(path.join(examples, showcase))) return { folder: examples, file: showcase };
  const files = (await glob('**/*.escalation.{yaml,yml,json}', { cwd: examples, ignore: ['releases/**'] })).sort();
  for (const file of files) {
    if (/^\s*"?rules"?\s*:/m.test(await readFile(path.join(examples, file), 'utf8'))) return { folder: examples, file };
  }
  throw new Failure('There is no rule set in examples/: name one, npm start -- path/to/NAME.escalation.yaml');
}
