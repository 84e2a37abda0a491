import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findingCategories, type FindingCategory } from '../../language/findings/finding.ts';
import { findingCodes, findingDefinitions } from '../../language/findings/index.ts';
import { Failure } from '../host/failure.ts';
import { root } from '../host/folders.ts';
import { newFinding } from './finding.ts';

const usage = `npm run new -- finding CODE CATEGORY

Writes a definition, a page and a fixture for a new finding. Their tests fail until it is implemented.

  CODE      kebab-case, such as unused-signal
  CATEGORY  one of:
${Object.entries(findingCategories)
  .map(([category, title]) => `              ${category.padEnd(14)}${title}`)
  .join('\n')}
`;

export function main(args: readonly string[]): void {
  try {
    create(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** @throws Failure if the arguments are wrong, or a finding of that name exists */
function create([kind, code, category, ...more]: readonly string[]): void {
  if (kind !== 'finding' || code === undefined || category === undefined || more.length > 0) throw new Failure(usage);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(code))
    throw new Failure(`A code is kebab-case, such as unused-signal, not "${code}".`);
  if (findingCodes.includes(code)) throw new Failure(`The finding ${code} already exists.`);
  if (!isCategory(category)) throw new Failure(`There is no category "${category}".\n\n${usage}`);
  const last = findingDefinitions.findLast(each => each.category === category)?.code ?? '';
  const drafts = newFinding(code, category, last);
  const taken = drafts.filter(draft => 'text' in draft && existsSync(path.join(root, draft.path)));
  if (taken.length > 0) throw new Failure(`${taken.map(({ path: file }) => file).join(', ')} already exists.`);
  for (const draft of drafts) {
    const file = path.join(root, draft.path);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'text' in draft ? draft.text : draft.edit(readFileSync(file, 'utf8')));
    console.log(`${'text' in draft ? 'Wrote' : 'Changed'} ${draft.path}.`);
  }
  console.log('\nNext: the fixture. CONTRIBUTING.md says how, under "A finding".');
}

function isCategory(name: string): name is FindingCategory {
  return Object.hasOwn(findingCategories, name);
}
