import type { FindingDefinition } from '../finding.ts';

export const uncheckedSample: FindingDefinition = {
  code: 'unchecked-sample',
  category: 'samples',
  severity: 'information',
  title: 'A sample that expects nothing',
  summary:
    'A sample has neither `expect` nor `handoff`: it shows a decision, and no change of the rule set makes it fail.',
  detectInRun: ({ uri, document }, cases) =>
    cases.flatMap(({ verdict, index, result, name }) => {
      if (verdict !== 'unchecked' || result === null) return [];
      const message = `Sample \`${name}\` expects nothing, so it cannot fail. Write what it expects, such as \`expect: { decide: ${result.record.decision} }\`.`;
      return [{ message, uri, range: document.rangeOf(['cases', index, 'name']) }];
    }),
};
