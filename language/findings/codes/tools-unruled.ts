import type { Travels } from '../../exports/travels.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { inWords } from '../places.ts';

export const toolsUnruled: FindingDefinition = {
  code: 'tools-unruled',
  category: 'exports',
  severity: 'information',
  title: 'Tools without a rule',
  summary:
    'No rule fires on any call of some tools that files of the workspace list, so the default decides about them.',
  detectTravels: unruled,
};

const maxNamed = 5;

function unruled({ project, unruled: { names, of } }: Travels): Detected[] {
  if (names.length === 0) return [];
  const { document, uri, ruleSet } = project;
  const shown = names.length > maxNamed + 1 ? names.slice(0, maxNamed) : names;
  const rest = names.length - shown.length;
  const tools = rest === 0 ? inWords(shown) : `${shown.map(name => `\`${name}\``).join(', ')} and ${rest} more`;
  const outcome = ruleSet.default === undefined ? ', which pauses' : '';
  return [
    {
      message: `${names.length} of ${of} tools ${names.length === 1 ? 'is' : 'are'} decided by the default only${outcome}: ${tools}. Add a rule, or check that the default is right for them.`,
      uri,
      range: document.rangeOf(ruleSet.default === undefined ? ['name'] : ['default']),
    },
  ];
}
