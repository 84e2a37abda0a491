import { runAtOnce, type Steps } from '../../engine/model/steps.ts';
import type { Workspace } from '../workspace.ts';
import { parseSource, type SourceDocument } from './document/document.ts';
import type { Unreadable } from './document/file-text.ts';
import { isLibraryUri, libraryDocument } from './libraries/libraries.ts';

/** The files of a workspace as documents, for what is made of several of them. */
export interface Documents {
  workspace: Workspace;
  /** The document at `uri`; undefined if there is no such file. */
  document: (uri: string) => Promise<SourceDocument | Unreadable | undefined>;
  /** Does work that is made of steps, at once or bit by bit. */
  run: <T>(steps: Steps<T>) => T | Promise<T>;
}

type Parse = (uri: string, text: string) => SourceDocument | Promise<SourceDocument>;

/** Documents that are read at once, and each time they are asked for. */
export function documentsOf(workspace: Workspace, parse: Parse = parseSource): Documents {
  return { workspace, document: uri => readDocument(workspace, uri, parse), run: runAtOnce };
}

/** Reads a file and parses its text. Built-in libraries are in no workspace. */
export async function readDocument(workspace: Workspace, uri: string, parse: Parse): ReturnType<Documents['document']> {
  if (isLibraryUri(uri)) return libraryDocument(uri);
  const file = await workspace.read(uri);
  return file === undefined || 'unreadable' in file ? file : parse(uri, file.text);
}
