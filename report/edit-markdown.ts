import { fromDifference } from './apart.ts';
import { valueChangeText, type EditWords, type ValueChange } from './edits.ts';
import { codeSpan } from './markdown.ts';

/** The most characters of a value in a table or a heading. */
export const maxValueLength = 60;

/** An edit in one line of Markdown: "`min_confidence` `0.75` → `0.65`". */
export function editMarkdown({ subject, changes }: EditWords): string {
  const values = changes.map(each => valueChangeText(apart(each), value => codeSpan(shortened(value)))).join(', ');
  return values === '' ? codeSpan(subject) : `${codeSpan(subject)} ${values}`;
}

function apart(change: ValueChange): ValueChange {
  if (change.kind !== 'replaced' || change.before === null || change.after === null) return change;
  const [before, after] = fromDifference(change.before, change.after, maxValueLength);
  return { ...change, before, after };
}

function shortened(value: string): string {
  return value.length <= maxValueLength ? value : `${value.slice(0, maxValueLength)}…`;
}

/** Markdown in a cell of a table, which a bar would end, even in a code span. */
export function inTable(markdown: string): string {
  return markdown.replaceAll('|', '\\|');
}
