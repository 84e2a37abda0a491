import type { Reason } from './facts.ts';

/** Maximum number of clauses that are named; the rest are counted. */
const maxClauses = 3;

/** One sentence for each kind of reason; empty if there are no reasons. */
export function reasonInWords(reasons: readonly Reason[]): string {
  const kinds = new Set(reasons.map(({ kind }) => kind));
  const clauses = [...new Set(reasons.flatMap(each => (each.kind === 'values' ? each.clauses : [])))];
  const sums = [...new Set(reasons.flatMap(each => (each.kind === 'values' ? (each.sums ?? []) : [])))];
  return [
    ...(kinds.has('values') ? [nothingShown(clauses, sums)] : []),
    ...(kinds.has('limit') ? ['The work limit was reached first.'] : []),
    ...(kinds.has('errors') ? ['It depends on a condition that has errors.'] : []),
  ].join(' ');
}

function nothingShown(clauses: readonly string[], sums: readonly string[]): string {
  if (clauses.length > 0) return `Neither proved nor disproved: ${listed(clauses)} cannot be analysed exactly.`;
  if (sums.length === 0) return 'Neither proved nor disproved: no input that was tried shows it.';
  return `Neither proved nor disproved: it depends on how ${listed(sums)} ${sums.length === 1 ? 'is' : 'are'} rounded.`;
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, maxClauses).map(text => `\`${text.replace(/\s+/g, ' ').trim()}\``);
  const more = texts.length - shown.length;
  const names = more === 0 ? shown : [...shown, `${more} more`];
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
