import {
  type Clause,
  type Condition,
  decidedByRange,
  type DecidedClause,
  type Declarations,
  type WrittenClause,
  writtenClausesOf,
} from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import type { Detected } from '../finding.ts';
import type { FindingDefinition } from '../finding.ts';
import { columnClauses, type TableEntry } from '../table-columns.ts';
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
      return decidedClauses(checked.condition, project.declarations).flatMap(({ clause, decided, column }) => {
        if (column !== null) return ofEntry(project, clause, decided, column);
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
  /** The column in which alone it is decided, for a clause that names tables of thresholds and is not decided in all of them; else null. */
  column: DecidedColumn | null;
}

interface DecidedColumn {
  /** The clause as it is written. */
  written: WrittenClause;
  entry: TableEntry;
}

/** The finding about an entry of a table for which a clause is decided, at the entry. */
function ofEntry(
  project: Project,
  clause: Clause,
  decided: DecidedClause,
  { written, entry: { thresholds, signal, values } }: DecidedColumn,
): Detected[] {
  const [name = ''] = thresholds;
  const home = project.definitionsOf('threshold', name)[0];
  const document = home && project.documents.get(home.uri);
  if (home === undefined || document === undefined) return [];
  const [first, ...more] = values ?? [];
  const key = first === undefined ? ['value'] : ['values', typeof first === 'string' ? first : JSON.stringify(first)];
  const path = [...home.path, ...key];
  const isWritten = document.nodeAt(path) !== undefined;
  const where =
    first === undefined
      ? `for values of \`${signal}\` without an entry`
      : `if \`${signal}\` is ${JSON.stringify(first)}${more.length === 0 ? '' : ` (and for ${more.length} more)`}`;
  const range = document.rangeOf(isWritten ? path : [...home.path, 'value']);
  const { uri } = document;
  return [
    {
      message: `With this value, \`${oneLine(written.text)}\` is ${decided.always ? 'always' : 'never'} true ${where}: ${decided.because}. Change the value or the declaration.`,
      uri,
      range,
      cause: causeAt({ uri, range }),
      related: relatedClause(project, clause),
    },
  ];
}

function relatedClause(project: Project, { span }: Clause): Detected['related'] & object {
  const place = project.originOf(span.path);
  const document = place === null ? undefined : project.documents.get(place.uri);
  if (place === null || document === undefined) return [];
  const range = document.rangeInScalar(place.path, span.start, span.end);
  return [related(document, place.path, range, 'The comparison is here.')];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Results by object identity: edits elsewhere in the file keep the condition and declaration objects. */
const known = new WeakMap<Declarations, WeakMap<Condition, Decided[]>>();

function decidedClauses(condition: Condition, declarations: Declarations): Decided[] {
  const conditions = known.get(declarations) ?? new WeakMap<Condition, Decided[]>();
  known.set(declarations, conditions);
  let found = conditions.get(condition);
  if (found === undefined) {
    found = writtenClausesOf(condition).flatMap(written => decidedIn(written, declarations));
    conditions.set(condition, found);
  }
  return found;
}

/** Whether a clause is decided; for one that names tables, in all columns, or in which of them. */
function decidedIn(written: WrittenClause, declarations: Declarations): Decided[] {
  const leaves = columnClauses(written, declarations);
  const found = leaves.map(({ clause, entry }) => ({
    clause,
    entry,
    decided: clause === null ? undefined : decidedByRange(clause, declarations.signals),
  }));
  const [first] = found;
  if (first?.clause && first.decided && found.every(({ decided }) => decided?.always === first.decided?.always))
    return [{ clause: first.clause, decided: first.decided, column: null }];
  return found.flatMap(({ clause, decided, entry }) =>
    clause === null || decided === undefined || entry === null ? [] : [{ clause, decided, column: { written, entry } }],
  );
}

/** Offsets of the content of the only string in a clause; null if it has none or several. */
function constantAt(text: string): { start: number; end: number } | null {
  const strings = [...text.matchAll(/(["'])((?:(?!\1|\\).)*)\1/g)];
  const [only] = strings;
  if (only === undefined || strings.length !== 1) return null;
  return { start: only.index + 1, end: only.index + only[0].length - 1 };
}
