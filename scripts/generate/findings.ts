import { findingCategories, type FindingDefinition } from '../../language/findings/finding.ts';
import { findingDefinitions, findingPage } from '../../language/findings/index.ts';

/** The titles of all categories with their definitions, in the order of the documentation. */
function byCategory(): [title: string, FindingDefinition[]][] {
  return Object.entries(findingCategories).map(([category, title]) => [
    title,
    findingDefinitions.filter(definition => definition.category === category),
  ]);
}

/** The index of the finding pages: a table of codes, severities, categories and fixes. */
export function findingTable(): string {
  const rows = byCategory().flatMap(([title, definitions]) =>
    definitions.map(
      definition =>
        `| [\`${definition.code}\`](${definition.code}.md) | ${severity(definition)} | ${title} | ${definition.fixable === true ? 'yes' : ''} |`,
    ),
  );
  return [
    '<!-- Generated from language/findings by `npm run generate`. -->',
    '',
    '# Findings',
    '',
    'Every finding has a code and a page. **Severity** is the default; one that is _always_ an error can be neither suppressed nor configured. **Fix**: there is a quick fix in at least some cases.',
    '',
    '| code | severity | category | fix |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** The summaries of all findings, a list for each category. */
export function findingList(): string {
  return byCategory()
    .map(([title, definitions]) => `### ${title}\n\n${definitions.map(item).join('\n')}\n`)
    .join('\n');
}

function item(definition: FindingDefinition): string {
  const { code, summary, faded } = definition;
  const shown = faded === true ? `${severity(definition)}, faded` : severity(definition);
  return `- [\`${code}\`](${findingPage(code)}) (${shown}): ${summary}`;
}

function severity({ severity: usual, guards }: FindingDefinition): string {
  return guards === undefined ? usual : 'always an error';
}
