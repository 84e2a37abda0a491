import { isJsonObject, ownValue } from '../../engine/model/json.ts';
import { nearestName } from '../../engine/model/nearest-name.ts';
import { parseSource, type SourceDocument, type SourcePath } from '../source/document.ts';
import { fileKind } from '../source/file-kind.ts';
import type { LoadOptions } from '../source/project.ts';
import type { Workspace } from '../workspace.ts';
import { findingFrom, findingSeverities, type Detected, type Finding, type FindingSeverity } from './finding.ts';
import { findingCodes } from './index.ts';
import { inWords, replacement } from './places.ts';
import { schema } from './schema.ts';
import { textProblems, yamlSyntax } from './yaml-syntax.ts';

/** Severities by finding code; `off` leaves the finding out. */
export interface Configuration {
  severity: Readonly<Record<string, FindingSeverity | 'off'>>;
}

export const configurationFile = 'handrail.config.yaml';

export interface LoadedConfiguration {
  configuration: Configuration;
  /** URI of the file that it comes from; null where there is none. */
  uri: string | null;
  /** What is wrong with that file. */
  findings: Finding[];
}

/**
 * The configuration for a file: the nearest `handrail.config.yaml` in its folder or above, over `defaults` (what the
 * editor or the command line says). Entries that are wrong have no effect.
 */
export async function loadConfiguration(
  workspace: Workspace,
  uri: string,
  options: LoadOptions & { configuration?: Configuration } = {},
): Promise<LoadedConfiguration> {
  const defaults = options.configuration ?? { severity: {} };
  for (const candidate of fileKind(uri) === 'config' ? [uri] : candidates(uri)) {
    const file = await workspace.read(candidate);
    if (file === undefined || 'unreadable' in file) continue;
    const document = (options.parse ?? parseSource)(candidate, file.text);
    const { severity, findings } = readConfiguration(document);
    return { configuration: { severity: { ...defaults.severity, ...severity } }, uri: candidate, findings };
  }
  return { configuration: defaults, uri: null, findings: [] };
}

/** In the folder of the file and in each folder above. */
function candidates(uri: string): string[] {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)(\/.*)\/[^/]*$/i.exec(uri.replace(/[?#].*$/s, ''));
  const [, root = '', folder = ''] = match ?? [];
  if (match === null)
    return /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/[^/]*$/i.test(uri) ? [uri.replace(/[^/]*$/, configurationFile)] : [];
  const segments = folder.split('/').slice(1);
  return Array.from({ length: segments.length + 1 }, (_, up) => {
    const path = segments.slice(0, segments.length - up);
    return [root, ...path, configurationFile].join('/');
  });
}

function readConfiguration(document: SourceDocument): { severity: Configuration['severity']; findings: Finding[] } {
  const severity: Record<string, FindingSeverity | 'off'> = {};
  const problems: Detected[] = [];
  const fail = (path: SourcePath, part: 'key' | 'value', message: string, suggestion?: string): void => {
    const range = document.rangeOf(path, part);
    const advice = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
    const fixes =
      suggestion === undefined ? [] : [replacement(`Change to ${suggestion}`, document.uri, range, suggestion)];
    problems.push({ message: message + advice, uri: document.uri, range, fixes });
  };
  const { value } = document;
  if (value !== undefined && value !== null && !isJsonObject(value))
    fail([], 'value', 'A configuration is a mapping: `severity:` and below it finding codes.');
  for (const key of isJsonObject(value) ? Object.keys(value) : []) {
    if (key !== 'severity') fail([key], 'key', `There is no setting \`${key}\`.`, nearestName(key, ['severity']));
  }
  const given = ownValue(value, 'severity');
  if (given !== undefined && given !== null && !isJsonObject(given))
    fail(['severity'], 'value', 'Below `severity` stand finding codes, each with a severity.');
  for (const [code, level] of isJsonObject(given) ? Object.entries(given) : []) {
    const path = ['severity', code];
    if (!findingCodes.includes(code))
      fail(path, 'key', `There is no finding ${code}.`, nearestName(code, findingCodes));
    else if (isLevel(level)) severity[code] = level;
    else {
      const suggestion = typeof level === 'string' ? nearestName(level, levels) : undefined;
      fail(path, 'value', `A severity is ${inWords(levels, 'or')}.`, suggestion);
    }
  }
  const findings = [
    ...textProblems(document, 'yaml-syntax').map(detected => findingFrom(yamlSyntax, detected)),
    ...problems.map(detected => findingFrom(schema, detected)),
  ];
  return { severity, findings };
}

const levels = [...findingSeverities, 'off'] as const;

function isLevel(value: unknown): value is FindingSeverity | 'off' {
  return (levels as readonly unknown[]).includes(value);
}
