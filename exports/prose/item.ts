/** A part of a guide that is kept together if it fits: a gate, a target, … */
export interface Item {
  /** How an index names it; null for what has no name. */
  name: string | null;
  /** Lines of Markdown: a list item with the ones below it. */
  lines: string[];
}

export interface Section {
  title: string;
  /** What a reader must know before the items, a paragraph; empty if nothing. */
  lead: string;
  items: Item[];
  /** True if it is short and always needed, and so in the first file. */
  isBrief?: boolean;
}
