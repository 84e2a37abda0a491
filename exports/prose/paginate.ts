import { counted } from '../../report/counts.ts';
import { breakLine } from './break-line.ts';
import type { Page, ProseFormat } from './format.ts';
import type { Guide } from './guide.ts';
import type { Item, Section } from './item.ts';

/** A file of an export, with the path that its format gives it. */
export interface PlacedPage extends Page {
  path: string;
}

/** A page that is not placed yet: what an index says of it, and its body. */
interface Draft {
  /** "Gates: `first` to `last`" */
  subject: string;
  /** The same with all names. */
  names: string;
  body: string;
}

/** What the divider knows of the files that it fills. */
interface Paper {
  name: string;
  format: ProseFormat;
  /** True if a body fits as such a file. */
  fits: (body: string, kind: Page['kind']) => boolean;
  /** What an agent is told of a page, also if its subject is not known yet. */
  description: (subject: string) => string;
}

/**
 * A guide as the files of a format, all within its limits: one file if it fits; else a first file with the instructions that are always needed and an index of
 * the others. Nothing is left out.
 */
export function paginate(guide: Guide, paper: Paper): PlacedPage[] {
  const { name, format } = paper;
  const main = (body: string, description: string): PlacedPage => ({
    kind: 'main',
    path: format.main.path(name),
    description,
    body,
  });
  const all = [...headLines(guide), ...(guide.about === '' ? [] : ['', guide.about])];
  const whole = [all, ...guide.sections.map(sectionLines)].flatMap(lines => [...lines, '']);
  const body = [...whole, '## Enforcement', '', guide.enforcement].join('\n');
  if (paper.fits(body, 'main')) return [main(body, paper.description(''))];

  const [first, ...others] = guide.sections;
  const about: Section[] =
    guide.about === ''
      ? []
      : [{ title: 'About these rules', lead: '', items: [{ name: null, lines: [`- ${guide.about}`] }] }];
  const kept = first?.title === 'What to do' ? sectionLines(first) : [];
  const divided = [...about, ...(kept.length === 0 ? guide.sections : others)];
  const drafts = divided.flatMap(section => divide(section, paper));
  const { index, pages } = placed(drafts, paper, entries =>
    [
      ...headLines(guide),
      '',
      ...kept,
      '',
      ...indexLines(entries, drafts.length),
      '',
      '## Enforcement',
      '',
      guide.enforcement,
    ].join('\n'),
  );
  return [main(index, paper.description('')), ...pages];
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

/** A section as pages, in order. */
function divide(section: Section, paper: Paper): Draft[] {
  const drafts: Draft[] = [];
  let items: Item[] = [];
  const flush = () => {
    if (items.length > 0) drafts.push(draftOf(section, items));
    items = [];
  };
  // A page may get a longer description and path than those it is tried with.
  const fits = (tried: readonly Item[]) => paper.fits(draftOf(section, tried).body, 'part');
  for (const item of section.items.flatMap(each => (fits([each]) ? [each] : shattered(each, fits)))) {
    if (!fits([...items, item])) flush();
    items.push(item);
  }
  flush();
  return drafts;
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
  const names = [...new Set(items.flatMap(({ name }) => (name === null ? [] : [`\`${name}\``])))];
  const [first, last] = [names[0], names.at(-1)];
  const range = first === undefined ? '' : first === last ? `: ${first}` : `: ${first} to ${last ?? ''}`;
  return {
    subject: `${section.title}${range}`,
    names: `${section.title}${names.length === 0 ? '' : `: ${names.join(', ')}`}`,
    body: [`# ${section.title}${range}`, '', ...sectionLines({ ...section, items: [...items] }).slice(2)].join('\n'),
  };
}

/**
 * Pages with numbers, and an index that leads to them: with all names if it fits, else with the first and the last name of each page, else in two or more steps,
 * with indexes of their own.
 */
function placed(
  drafts: readonly Draft[],
  paper: Paper,
  write: (entries: readonly string[]) => string,
): { index: string; pages: PlacedPage[] } {
  const { name, format } = paper;
  const width = Math.max(2, String(2 * drafts.length).length);
  const pathOf = (at: number) => format.partPath(name, String(at + 1).padStart(width, '0'));
  const pages = drafts.map(({ subject, body }, at) => page(subject, body, pathOf(at)));
  const entry = (path: string, subject: string) => `- \`${path}\`: ${subject}`;
  const long = write(drafts.map(({ names }, at) => entry(pathOf(at), names)));
  if (paper.fits(long, 'main')) return { index: long, pages };

  let entries = drafts.map(({ subject }, at) => ({ subject, text: entry(pathOf(at), subject) }));
  while (!paper.fits(write(entries.map(({ text }) => text)), 'main') && entries.length > 1) {
    const next: typeof entries = [];
    for (const group of groupsOf(entries, paper)) {
      const [first, last] = [group[0]?.subject ?? '', group.at(-1)?.subject ?? ''];
      const subject = `Index, from "${startOf(first)}" to "${endOf(last)}"`;
      const path = pathOf(pages.length);
      pages.push(page(subject, indexBody(group.map(({ text }) => text)), path));
      next.push({ subject: `${startOf(first)} to ${endOf(last)}`, text: entry(path, subject) });
    }
    if (next.length === entries.length) break;
    entries = next;
  }
  return { index: write(entries.map(({ text }) => text)), pages };

  function page(subject: string, body: string, path: string): PlacedPage {
    return { kind: 'part', description: paper.description(subject), body, path };
  }
}

function indexBody(entries: readonly string[]): string {
  return ['# Index', '', ...entries].join('\n');
}

/** Entries of an index in groups that each fit into a file. */
function groupsOf<T extends { text: string }>(entries: readonly T[], paper: Paper): T[][] {
  const groups: T[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const fits = last !== undefined && paper.fits(indexBody([...last, entry].map(({ text }) => text)), 'part');
    if (fits) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** Of "Gates: `first` to `last`", "Gates: `first`". */
function startOf(subject: string): string {
  return subject.split(' to ')[0] ?? subject;
}

/** Of "Gates: `first` to `last`", "Gates: `last`". */
function endOf(subject: string): string {
  const [start = '', end] = subject.split(' to ');
  return end === undefined ? start : `${start.split(': ')[0] ?? ''}: ${end}`;
}
