import {
  type Clause,
  clausesOf,
  type Condition,
  decidedByRange,
  type DecidedClause,
  type Declarations,
} from '../../../engine/index.ts';
import type { FindingDefinition } from '../finding.ts';
import { causeAt, related, ruleAt, scalarFix } from '../places.ts';

export const outOfRangeConstant: FindingDefinition = {
  code: 'out-of-range-constant',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'Constant out of range',
  summary:
    'A signal is compared with a constant that its declaration does not allow, so the result is always the same.',
  detect: project =>
    project.expressions.flatMap(({ checked, path, uri }) => {
      const document = project.documents.get(uri);
      if (document === undefined || checked.condition === null) return [];
      return decidedClauses(checked.condition, project.declarations).map(({ clause, decided }) => {
        const { start, end } = clause.span;
        const name = clause.signals[0] ?? '';
        const declared = project.definitionsOf('signal', name)[0];
        const home = declared && project.documents.get(declared.uri);
        const node = document.nodeAt(path);
        const constant = node?.kind === 'scalar' ? constantAt(node.text.slice(start, end)) : null;
        const part = constant && { start: start + constant.start, end: start + constant.end };
        const fix =
          decided.suggestion === undefined || part === null
            ? null
            : scalarFix(`Change to ${decided.suggestion}`, document, path, decided.suggestion, part);
        const answer = decided.always ? 'Always true' : 'Never true';
        const advice = decided.suggestion === undefined ? '' : ` Did you mean "${decided.suggestion}"?`;
        const range = document.rangeInScalar(path, start, end);
        return {
          message: `${answer}: ${decided.because}. Change the constant or the declaration.${advice}`,
          uri,
          range,
          cause: causeAt({ uri, range }),
          rule: ruleAt(document, path),
          related:
            declared && home ? [related(home, declared.path, declared.fullRange, `\`${name}\` is declared here.`)] : [],
          fixes: fix === null ? [] : [fix],
        };
      });
    }),
};

interface Decided {
  clause: Clause;
  decided: DecidedClause;
}

/** Results by object identity: edits elsewhere in the file keep the condition and declaration objects. */
const known = new WeakMap<Declarations, WeakMap<Condition, Decided[]>>();

function decidedClauses(condition: Condition, declarations: Declarations): Decided[] {
  const conditions = known.get(declarations) ?? new WeakMap<Condition, Decided[]>();
  known.set(declarations, conditions);
  let found = conditions.get(condition);
  if (found === undefined) {
    found = clausesOf(condition).flatMap(clause => {
      const decided = decidedByRange(clause, declarations.signals);
      return decided === undefined ? [] : [{ clause, decided }];
    });
    conditions.set(condition, found);
  }
  return found;
}

/** Offsets of the content of the only string in a clause; null if it has none or several. */
function constantAt(text: string): { start: number; end: number } | null {
  const strings = [...text.matchAll(/(["'])((?:(?!\1|\\).)*)\1/g)];
  const [only] = strings;
  if (only === undefined || strings.length !== 1) return null;
  return { start: only.index + 1, end: only.index + only[0].length - 1 };
}
