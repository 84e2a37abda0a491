import { counted } from '../../report/counts.ts';
import { breakLine } from './break-line.ts';
import type { Page, ProseFormat } from './format.ts';
import { gatesTitle, type Guide } from './guide.ts';
import type { Item, Section } from './item.ts';

/** A file of an export, with the path that its format gives it. */
export interface PlacedPage extends Page {
  path: string;
}

/** A further page that has no path yet. */
interface Draft {
  /** What is on it: parts of sections, in order. */
  parts: { title: string; names: string[] }[];
  body: string;
}

/** What the divider knows of the files that it fills. */
interface Paper {
  name: string;
  format: ProseFormat;
  /** True if a page keeps the limits of the format. */
  fits: (page: Page) => boolean;
  /** What an agent is told of a page by its frontmatter. @param subject what is on it; empty for the first page */
  describe: (subject: string) => string;
}

/** A longer description is left to a page of its own if there are several, in UTF-16 code units. */
const maxAbout = 400;

/**
 * A guide as the files of a format, all within its limits: one file if it fits; else a first file with the instructions that are always needed and an index of
 * the others. Nothing is left out.
 */
export function paginate(guide: Guide, paper: Paper): PlacedPage[] {
  const { name, format } = paper;
  const main = (sections: readonly string[][]): PlacedPage => ({
    kind: 'main',
    path: format.main.path(name),
    description: paper.describe(''),
    body: [...sections, ['## Enforcement', '', guide.enforcement]].map(lines => lines.join('\n')).join('\n\n'),
  });
  const about = guide.about === '' ? [] : [[guide.about]];
  const whole = main([headLines(guide), ...about, ...guide.sections.map(sectionLines)]);
  if (paper.fits(whole)) return [whole];

  const isShort = guide.about.length <= maxAbout;
  const long: Section = { title: 'About these rules', lead: '', items: [{ name: null, lines: [`- ${guide.about}`] }] };
  const kept = guide.sections.filter(({ isBrief }) => isBrief === true);
  const divided = [...(isShort ? [] : [long]), ...guide.sections.filter(({ isBrief }) => isBrief !== true)];
  const drafts = joined(
    divided.flatMap(section => divide(section, paper)),
    paper,
  );
  const withIndex = (entries: readonly string[]) =>
    main([headLines(guide), ...(isShort ? about : []), ...kept.map(sectionLines), indexLines(entries, drafts.length)]);
  return placed(drafts, paper, withIndex);
}

function headLines({ title, intro }: Guide): string[] {
  return [`# ${title}`, ...intro.flatMap(paragraph => ['', paragraph])];
}

function sectionLines({ title, lead, items }: Section): string[] {
  return [`## ${title}`, '', ...(lead === '' ? [] : [lead, '']), ...items.flatMap(({ lines }) => lines)];
}

function indexLines(entries: readonly string[], files: number): string[] {
  return [
    '## Where the gates are',
    '',
    `The gates and what they refer to are in ${counted(files, 'file')}, by their order. Read those with gates before you act, from the first on.`,
    '',
    ...entries,
  ];
}

/** A section as pages, in order, each with as many items as fit. */
function divide(section: Section, paper: Paper): Draft[] {
  const fits = (tried: readonly Item[]) => paper.fits(pageOf(draftOf(section, tried), paper));
  const items = section.items.flatMap(each => (fits([each]) ? [each] : shattered(each, fits)));
  const drafts: Draft[] = [];
  for (let from = 0; from < items.length;) {
    const count = longestFitting(items.length - from, tried => fits(items.slice(from, from + tried)));
    drafts.push(draftOf(section, items.slice(from, from + count)));
    from += count;
  }
  return drafts;
}

/** The largest count up to `max` that fits, if all smaller ones do; at least 1. */
function longestFitting(max: number, fits: (count: number) => boolean): number {
  let [low, high] = [1, 2];
  while (high <= max && fits(high)) [low, high] = [high, 2 * high];
  high = Math.min(high, max + 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Neighbouring pages together where they fit, other than those with gates. */
function joined(drafts: readonly Draft[], paper: Paper): Draft[] {
  const found: Draft[] = [];
  const hasGates = ({ parts }: Draft) => parts.some(({ title }) => title === gatesTitle);
  for (const draft of drafts) {
    const last = found.at(-1);
    const both = last && {
      parts: [...last.parts, ...draft.parts],
      body: `${last.body}\n\n${draft.body}`,
    };
    if (both !== undefined && !hasGates(both) && paper.fits(pageOf(both, paper))) found[found.length - 1] = both;
    else found.push(draft);
  }
  return found;
}

function pageOf({ parts, body }: Draft, paper: Paper): Page {
  return { kind: 'part', description: paper.describe(subjectOf(parts)), body };
}

/** In UTF-16 code units: short enough that some lines fit into a file of any format. */
const maxPiece = 600;

/** An item that is too long for a file, as several: the first lines, and lines that continue them. */
function shattered({ name, lines }: Item, fits: (tried: readonly Item[]) => boolean): Item[] {
  const pieces = lines.flatMap(line => breakLine(line, maxPiece, line.startsWith('   ') ? '     ' : '   '));
  const items: Item[] = [];
  let current: string[] = [];
  for (const piece of pieces) {
    if (current.length > 0 && !fits([{ name, lines: [...current, piece] }])) {
      items.push({ name, lines: current });
      current = [`- ${name === null ? 'Continued' : `\`${name}\`, continued`}:`];
    }
    current.push(piece);
  }
  return [...items, { name, lines: current }];
}

function draftOf(section: Section, items: readonly Item[]): Draft {
  const names = [...new Set(items.flatMap(({ name }) => (name === null ? [] : [name])))];
  const parts = [{ title: section.title, names }];
  const [, ...lines] = sectionLines({ ...section, items: [...items] });
  return { parts, body: [`# ${subjectOf(parts)}`, ...lines].join('\n') };
}

/** "Gates: `first` to `last`" */
function subjectOf(parts: Draft['parts']): string {
  return parts
    .map(({ title, names }) => {
      const [first, last] = [names[0], names.at(-1)];
      if (first === undefined || last === undefined) return title;
      return first === last ? `${title}: \`${first}\`` : `${title}: \`${first}\` to \`${last}\``;
    })
    .join('; ');
}

function namesOf(parts: Draft['parts']): string {
  return parts
    .map(({ title, names }) =>
      names.length === 0 ? title : `${title}: ${names.map(each => `\`${each}\``).join(', ')}`,
    )
    .join('; ');
}

/** A line of an index: where something begins, where it ends, and what the line says. */
interface Entry {
  first: string;
  last: string;
  text: string;
}

/**
 * Pages with numbers behind a first page with an index that leads to them: with all names if it fits, else with the first and the last name of each page, else in
 * two or more steps, with indexes of their own.
 */
function placed(
  drafts: readonly Draft[],
  paper: Paper,
  write: (entries: readonly string[]) => PlacedPage,
): PlacedPage[] {
  const { name, format } = paper;
  // There are fewer indexes than pages.
  const width = Math.max(2, String(2 * drafts.length).length);
  const numberOf = (at: number) => String(at + 1).padStart(width, '0');
  const pathOf = (at: number) => format.partPath(name, numberOf(at));
  const line = (at: number, subject: string) => `- \`${format.nameInIndex?.(numberOf(at)) ?? pathOf(at)}\`: ${subject}`;
  const pages = drafts.map((draft, at): PlacedPage => ({ ...pageOf(draft, paper), path: pathOf(at) }));
  const full = write(drafts.map(({ parts }, at) => line(at, namesOf(parts))));
  if (paper.fits(full)) return [full, ...pages];

  let entries = drafts.map(({ parts }, at): Entry => ({
    first: subjectOf(parts.slice(0, 1).map(part => ({ ...part, names: part.names.slice(0, 1) }))),
    last: subjectOf(parts.slice(-1).map(part => ({ ...part, names: part.names.slice(-1) }))),
    text: line(at, subjectOf(parts)),
  }));
  for (;;) {
    const main = write(entries.map(({ text }) => text));
    const groups = groupsOf(entries, paper);
    if (paper.fits(main) || groups.length >= entries.length) return [main, ...pages];
    entries = groups.map((group): Entry => {
      const [first, last] = [group[0]?.first ?? '', group.at(-1)?.last ?? ''];
      const at = pages.length;
      pages.push({ ...indexOf(group, paper), path: pathOf(at) });
      return { first, last, text: line(at, `index, from ${first} to ${last}`) };
    });
  }
}

function indexOf(group: readonly Entry[], paper: Paper): Page {
  const subject = `Index, from ${group[0]?.first ?? ''} to ${group.at(-1)?.last ?? ''}`;
  const body = [`# Index`, '', ...group.map(({ text }) => text)].join('\n');
  return { kind: 'part', description: paper.describe(subject), body };
}

/** The entries of an index in groups that each fit into a file. */
function groupsOf(entries: readonly Entry[], paper: Paper): Entry[][] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last !== undefined && paper.fits(indexOf([...last, entry], paper))) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}
