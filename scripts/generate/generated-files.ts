import { severitySchema, severitySettings } from './severities.ts';
import { findingList, findingTable } from './findings.ts';
import { commandPage } from './commands.ts';
import { exportTargetSchema } from './export-targets.ts';
import { hostPage } from './hosts.ts';
import { section } from './section.ts';

/** A file that is generated from definitions, entirely or in part. */
export interface GeneratedFile {
  /** Relative to the root of the repository, with slashes. */
  path: string;
  /** The new text of the file. @param text its current text; empty if it does not exist */
  make(text: string): string;
}

export const generatedFiles: readonly GeneratedFile[] = [
  { path: 'package.json', make: severitySettings },
  { path: 'schemas/config.schema.json', make: text => exportTargetSchema(severitySchema(text)) },
  { path: 'schemas/rule-set.schema.json', make: exportTargetSchema },
  { path: 'docs/findings/README.md', make: findingTable },
  { path: 'docs/language.md', make: text => section(text, 'findings', findingList()) },
  { path: 'docs/commands.md', make: commandPage },
  { path: 'docs/hosts.md', make: hostPage },
];
