import type { FindingCategory } from '../../language/findings/finding.ts';

/** A file to write (`text`) or to change (`edit`). */
export type Draft = { path: string; text: string } | { path: string; edit: (text: string) => string };

/**
 * The files of a new finding: a definition that detects nothing, a page, and a fixture that expects it. Their tests fail
 * until `detect` is written.
 * @param code kebab-case, and not the code of another finding
 * @param after the code of the finding that it follows in the list of all definitions
 */
export function newFinding(code: string, category: FindingCategory, after: string): Draft[] {
  const name = nameOf(code);
  return [
    { path: `language/findings/codes/${code}.ts`, text: definition(code, name, category) },
    { path: `docs/findings/${code}.md`, text: page(code) },
    { path: `test/fixtures/findings/${code}/first.escalation.yaml`, text: fixture(code) },
    { path: 'language/findings/index.ts', edit: text => registered(text, code, nameOf(after)) },
  ];
}

/** The name of a definition: `unusedSignal` for `unused-signal`. */
function nameOf(code: string): string {
  return code.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function definition(code: string, name: string, category: FindingCategory): string {
  return `import type { Project } from '../../source/project/project.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const ${name}: FindingDefinition = {
  code: '${code}',
  category: '${category}',
  severity: 'warning',
  title: 'TODO: a few words, the heading of its page',
  summary: 'TODO: one sentence that says what it means.',
  detect,
};

/** TODO: what it reports, and where. */
function detect(_project: Project): Detected[] {
  return [];
}
`;
}

function page(code: string): string {
  return `# ${code}

TODO: the summary of its definition.

Severity: warning.

## Avoid

\`\`\`yaml
signals: { amount: { type: number } }
rules:
  - { id: large, when: amount > 1000, decide: pause }
default: { decide: continue }
\`\`\`

## Prefer

\`\`\`yaml
signals: { amount: { type: number } }
rules:
  - { id: large, when: amount > 1000, decide: pause }
default: { decide: continue }
\`\`\`

## Why

TODO: what goes wrong in production if it stays.

## How to fix it

TODO

## Configuration

\`\`\`yaml
# handrail.config.yaml
severity:
  ${code}: off
\`\`\`

To suppress a single occurrence, add \`# handrail-disable-next-line ${code} -- REASON\` on the line above.

## Related

- [Language reference](../language.md)
`;
}

function fixture(code: string): string {
  return `escalation: 1
name: first
version: 1.0.0
signals: { amount: { type: number } }
rules:
  - { id: large, when: amount > 1000, decide: pause }
  #                    ^^^^^^^^^^^^^ ${code}: TODO: the message, or its beginning and an ellipsis…
default: { decide: continue }
`;
}

/** Adds the import in alphabetical order, and the definition to the list after another one. */
function registered(text: string, code: string, after: string): string {
  const name = nameOf(code);
  const line = `import { ${name} } from './codes/${code}.ts';`;
  const lines = text.split('\n');
  const imports = lines.filter(each => /^import \{ \w+ \} from '\.\/codes\/[a-z-]+\.ts';$/.test(each));
  const next = imports.find(each => (each.split("'")[1] ?? '') > `./codes/${code}.ts`) ?? '';
  const at = next === '' ? lines.lastIndexOf(imports.at(-1) ?? '') + 1 : lines.indexOf(next);
  const listed = [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
  return listed.replace(`\n  ${after},\n`, `\n  ${after},\n  ${name},\n`);
}
