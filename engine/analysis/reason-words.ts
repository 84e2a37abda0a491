import type { Reason } from './facts.ts';

/** Maximum number of clauses that are named; the rest are counted. */
const maxClauses = 3;

/** One sentence for each kind of reason; empty if there are no reasons. */
export function reasonInWords(reasons: readonly Reason[]): string {
  const kinds = new Set(reasons.map(({ kind }) => kind));
  const clauses = [...new Set(reasons.flatMap(each => (each.kind === 'values' ? each.clauses : [])))];
  return [
    ...(kinds.has('values') ? [nothingShown(clauses)] : []),
    ...(kinds.has('limit') ? ['The work limit was reached first.'] : []),
    ...(kinds.has('errors') ? ['It depends on a condition that has errors.'] : []),
  ].join(' ');
}

function nothingShown(clauses: readonly string[]): string {
  if (clauses.length === 0) return 'Neither proved nor disproved: no input that was tried shows it.';
  const shown = clauses.slice(0, maxClauses).map(text => `\`${text.replace(/\s+/g, ' ').trim()}\``);
  const more = clauses.length - shown.length;
  const names = more === 0 ? shown : [...shown, `${more} more`];
  const last = names.pop() ?? '';
  const subject = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
  return `Neither proved nor disproved: ${subject} cannot be analysed exactly.`;
}
