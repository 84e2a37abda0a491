import { clausesOf } from '../../engine/condition/condition.ts';
import { decidedByRange } from '../../engine/condition/signal-range.ts';
import type { FindingDefinition } from './finding.ts';
import { related, ruleAt, scalarFix } from './places.ts';

export const outOfRangeConstant: FindingDefinition = {
  code: 'out-of-range-constant',
  severity: 'warning',
  title: 'A comparison that the range decides',
  summary:
    'A signal is compared with a constant outside of what its declaration allows, so the answer is always the same.',
  detect: project =>
    project.expressions.flatMap(({ checked, path, uri }) => {
      const document = project.documents.get(uri);
      if (document === undefined || checked.condition === null) return [];
      return clausesOf(checked.condition).flatMap(clause => {
        const decided = decidedByRange(clause, project.declarations.signals);
        if (decided === undefined) return [];
        const { start, end } = clause.span;
        const name = clause.signals[0] ?? '';
        const declared = project.definitionsOf('signal', name)[0];
        const home = declared && project.documents.get(declared.uri);
        const constant = constantAt(clause.text);
        const part = constant && { start: start + constant.start, end: start + constant.end };
        const fix =
          decided.suggestion === undefined || part === null
            ? null
            : scalarFix(`Change to ${decided.suggestion}`, document, path, decided.suggestion, part);
        const answer = decided.always ? 'Always true' : 'Never true';
        const advice = decided.suggestion === undefined ? '' : ` Did you mean "${decided.suggestion}"?`;
        return [
          {
            message: `${answer}: ${decided.because}. Change the constant or the declaration.${advice}`,
            uri,
            range: document.rangeInScalar(path, start, end),
            rule: ruleAt(document, path),
            related:
              declared && home
                ? [related(home, declared.path, declared.fullRange, `\`${name}\` is declared here.`)]
                : [],
            fixes: fix === null ? [] : [fix],
          },
        ];
      });
    }),
};

/** The inside of the only string in a clause's text. */
function constantAt(text: string): { start: number; end: number } | null {
  const strings = [...text.matchAll(/(["'])((?:(?!\1|\\).)*)\1/g)];
  const [only] = strings;
  if (only === undefined || strings.length !== 1) return null;
  return { start: only.index + 1, end: only.index + only[0].length - 1 };
}
