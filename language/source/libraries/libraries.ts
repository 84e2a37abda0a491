import { nearestName } from '../../../engine/model/nearest-name.ts';
import { canonicalUri } from '../../uri.ts';
import { parseSource, type SourceDocument } from '../document/document.ts';
import { fileName } from '../document/file-kind.ts';
import { texts } from './generated/texts.js';
import { libraryScheme } from './scheme.ts';

/**
 * `name@version` of the libraries that are part of the product, in order. A rule set imports them as `handrail:tool-call@1`. The text of a version never
 * changes, so that the same import always means the same. Each has a URI like a file, in a scheme of its own.
 */
export const libraryNames: readonly string[] = Object.keys(texts).sort();

/** True for an import that names a built-in library, whether there is one of that name or not. */
export function isLibraryReference(reference: string): boolean {
  return reference.startsWith(`${libraryScheme}:`);
}

/** `handrail:tool-call@1` for `tool-call@1`. */
export function libraryReference(name: string): string {
  return `${libraryScheme}:${name}`;
}

/** The URI of the library that an import names, for which there need not be one. */
export function libraryUri(reference: string): string {
  // No library has characters in its name that would end the path.
  const name = reference.slice(libraryScheme.length + 1).replace(/[/?#%]/g, '_');
  return canonicalUri(`${libraryScheme}://library/${name}.escalation.yaml`);
}

export function isLibraryUri(uri: string): boolean {
  return uri.startsWith(`${libraryScheme}://`);
}

/** The import that names the library at a URI; null if it is not the URI of a library. */
export function referenceOf(uri: string): string | null {
  if (!isLibraryUri(uri)) return null;
  return libraryReference(fileName(uri).replace(/\.escalation\.yaml$/, ''));
}

/** The text of the library at a URI; undefined if there is none. */
export function libraryText(uri: string): string | undefined {
  const name = libraryNames.find(each => libraryUri(libraryReference(each)) === uri);
  return name === undefined ? undefined : texts[name];
}

const parsed = new Map<string, SourceDocument>();

/** The library at a URI as a document, parsed once; undefined if there is none. */
export function libraryDocument(uri: string): SourceDocument | undefined {
  const known = parsed.get(uri);
  if (known !== undefined) return known;
  const text = libraryText(uri);
  if (text === undefined) return undefined;
  const document = parseSource(uri, text);
  parsed.set(uri, document);
  return document;
}

/** The import that was probably meant by one that names no library: another version of the same library, or the nearest name. */
export function nearestLibrary(reference: string): string | null {
  const name = reference.slice(libraryScheme.length + 1);
  const stem = nameWithoutVersion(name);
  const newest = (of: string) => libraryNames.findLast(each => nameWithoutVersion(each) === of);
  const found =
    newest(stem) ?? nearestName(name, libraryNames) ?? newest(nearestName(stem, libraryNames.map(nameWithoutVersion)) ?? '');
  return found === undefined ? null : libraryReference(found);
}

function nameWithoutVersion(name: string): string {
  return name.replace(/@.*$/s, '');
}
