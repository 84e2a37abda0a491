import type { Range } from '../location.ts';
import type { FileLink } from '../source/project/project.ts';
import type { Subject } from './projects.ts';

export interface DocumentLink {
  range: Range;
  target: string;
  tooltip: string;
}

const tooltips: Readonly<Record<FileLink['kind'], string>> = {
  import: 'Open the imported rule file',
  schema: 'Open the schema of the payload',
  ruleset: 'Open the rule set of these samples',
};

/** The links of a document to other files. */
export function documentLinks(subject: Subject): DocumentLink[] {
  const links = subject.kind === 'samples' ? subject.samples.links : subject.project.links;
  return links.flatMap(({ kind, uri, range, target }) =>
    uri !== subject.uri || target === null ? [] : [{ range, target, tooltip: tooltips[kind] }],
  );
}
