import { canonicalUri } from '../../uri.ts';

/** The kind of a file, by its name. `config`: `handrail.config.yaml`. */
export type FileKind = 'rule-set' | 'samples' | 'config' | 'other';

export function fileKind(uri: string): FileKind {
  const name = fileName(uri);
  if (/\.escalation\.(ya?ml|json)$/i.test(name)) return 'rule-set';
  if (/\.samples\.(ya?ml|json)$/i.test(name)) return 'samples';
  if (/^handrail\.config\.(ya?ml|json)$/i.test(name)) return 'config';
  return 'other';
}

/** Folders with third-party content or a version control system's own files: they are not searched for rule files. */
export const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.vscode-test',
  '__pycache__',
  '.venv',
]);

export function isJsonFile(uri: string): boolean {
  return /\.json$/i.test(fileName(uri));
}

/** The last segment of a URI's path, percent-decoded if possible. */
export function fileName(uri: string): string {
  const path = uri.replace(/[?#].*$/s, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * Resolves a relative reference (RFC 3986) to a canonical URI. Null if it is invalid or leads to another host or scheme, so that
 * reading a rule file opens no connection, and its links run no editor command.
 */
export function resolveUri(base: string, reference: string): string | null {
  if (reference.trim() === '' || /^[A-Za-z]:[\\/]/.test(reference)) return null;
  const path = reference.replaceAll('\\', '/').replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23');
  try {
    const from = new URL(base);
    const target = new URL(/^[a-z][a-z0-9+.-]*:/i.test(reference) ? reference : path, from);
    return target.protocol === from.protocol && target.host === from.host ? canonicalUri(target.href) : null;
  } catch {
    return null;
  }
}
