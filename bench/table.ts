/** The results of a part of the benchmark. */
export interface Table {
  title: string;
  /** One or two sentences on what was measured, and how. */
  about: string;
  /** Column headings; the first is that of the row names. */
  columns: string[];
  rows: { name: string; cells: string[] }[];
  notes?: string[];
}

/** The table as Markdown. */
export function markdown({ title, about, columns, rows, notes = [] }: Table): string {
  const line = (cells: string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|---|${columns
    .slice(1)
    .map(() => '---:|')
    .join('')}`;
  return [
    `### ${title}`,
    '',
    about,
    '',
    line(columns),
    rule,
    ...rows.map(({ name, cells }) => line([name, ...cells])),
    ...(notes.length > 0 ? ['', ...notes.map(note => `- ${note}`)] : []),
    '',
  ].join('\n');
}

/** A rate with two or three digits: `8.1 M`, `943 k`, `87`. */
export function rate(perSecond: number): string {
  if (perSecond >= 9.95e6) return `${Math.round(perSecond / 1e6)} M`;
  if (perSecond >= 9.995e5) return `${(perSecond / 1e6).toFixed(1)} M`;
  if (perSecond >= 9950) return `${Math.round(perSecond / 1e3)} k`;
  if (perSecond >= 999.5) return `${(perSecond / 1e3).toFixed(1)} k`;
  return String(Math.round(perSecond));
}

export function milliseconds(time: number): string {
  return time >= 9.95 ? `${Math.round(time)} ms` : `${time.toFixed(1)} ms`;
}
