import { isJsonObject, ownValue } from '../../engine/model/json.ts';
import type { SourceDocument } from '../source/document/document.ts';
import { fileKind } from '../source/document/file-kind.ts';
import { schemaProblems, type SchemaProblem } from '../source/document/schema-problems.ts';
import type { Documents } from '../source/documents.ts';
import { declaredExports, type DeclaredExport } from '../source/project/declared-exports.ts';
import { outsideOf } from '../source/project/outside.ts';
import { findingFrom, findingSeverities, type Finding, type FindingSeverity } from './finding.ts';
import { findingCodes, isGuarded } from './index.ts';
import { withoutContentOutside } from './outside.ts';
import { schema, schemaFindings } from './codes/schema.ts';
import { syntaxFindings, unreadableFile, yamlSyntax } from './codes/yaml-syntax.ts';

/** Severities by finding code; `off` leaves the finding out. */
export interface Configuration {
  severity: Readonly<Record<string, FindingSeverity | 'off'>>;
}

export const noConfiguration: Configuration = { severity: {} };

/** The severity that a configuration asks for; undefined if it asks for none, or the finding is always an error. */
export function configuredSeverity(code: string, { severity }: Configuration): FindingSeverity | 'off' | undefined {
  return isGuarded(code) ? undefined : severity[code];
}

/** The names of configuration files; of several in one folder the first counts. */
const configurationFiles = ['handrail.config.yaml', 'handrail.config.yml', 'handrail.config.json'];

export interface LoadedConfiguration {
  configuration: Configuration;
  /** URI of the file that it comes from; null where there is none. */
  uri: string | null;
  /** Where it says that all rule sets below its folder travel. */
  exports: DeclaredExport[];
  /** What is wrong with that file. */
  findings: Finding[];
}

/**
 * The configuration for a file: the nearest `handrail.config.yaml` (`.yml`, `.json`) in its folder or above, over `defaults` (what the
 * editor or the command line says). Entries that are wrong have no effect.
 */
export async function loadConfiguration(
  documents: Documents,
  uri: string,
  defaults: Configuration = noConfiguration,
): Promise<LoadedConfiguration> {
  for (const candidate of fileKind(uri) === 'config' ? [uri] : candidates(uri)) {
    const document = await documents.document(candidate);
    if (document === undefined) continue;
    if ('unreadable' in document)
      return { configuration: defaults, uri: candidate, exports: [], findings: [unreadableFile(candidate, document)] };
    const problems = await documents.run(schemaProblems(document));
    const { severity, findings } = readConfiguration(document, problems);
    const isOutside = outsideOf(documents.workspace, candidate);
    const outside = (await isOutside(candidate)) ? new Set([candidate]) : new Set<string>();
    return {
      configuration: { severity: { ...defaults.severity, ...severity } },
      uri: candidate,
      exports: problems.length === 0 ? await declaredExports(documents.workspace, document, isOutside) : [],
      findings: withoutContentOutside(findings, outside, () => true),
    };
  }
  return { configuration: defaults, uri: null, exports: [], findings: [] };
}

/** In the folder of the file and in each folder above. */
function candidates(uri: string): string[] {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)(\/.*)\/[^/]*$/i.exec(uri.replace(/[?#].*$/s, ''));
  const [, root = '', folder = ''] = match ?? [];
  if (match === null)
    return /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/[^/]*$/i.test(uri)
      ? configurationFiles.map(name => uri.replace(/[^/]*$/, name))
      : [];
  const segments = folder.split('/').slice(1);
  return Array.from({ length: segments.length + 1 }, (_, up) => {
    const path = segments.slice(0, segments.length - up);
    return configurationFiles.map(name => [root, ...path, name].join('/'));
  }).flat();
}

function readConfiguration(
  document: SourceDocument,
  problems: readonly SchemaProblem[],
): { severity: Configuration['severity']; findings: Finding[] } {
  const severity: Record<string, FindingSeverity | 'off'> = {};
  const given = ownValue(document.value, 'severity');
  for (const [code, level] of isJsonObject(given) ? Object.entries(given) : []) {
    if (findingCodes.includes(code) && isLevel(level)) severity[code] = level;
  }
  const findings = [
    ...syntaxFindings(document).map(detected => findingFrom(yamlSyntax, detected)),
    ...schemaFindings(document, problems).map(detected => findingFrom(schema, detected)),
  ];
  return { severity, findings };
}

const levels = [...findingSeverities, 'off'] as const;

function isLevel(value: unknown): value is FindingSeverity | 'off' {
  return (levels as readonly unknown[]).includes(value);
}
