import { fileKind } from '../../language/source/document/file-kind.ts';
import { canonicalUri } from '../../language/uri.ts';
import type { KnownFile, LiveWorkspace, Workspace } from '../../language/workspace.ts';
import type { FileSystem } from '../environment.ts';
import type { OpenDocuments } from './open-documents.ts';

/**
 * The files of the workspace as the editor has them: open documents first, then those on disk, each read once until something says that it
 * changed.
 */
export class WorkspaceFiles implements LiveWorkspace {
  revision = 0;
  readonly #disk = new Map<string, Promise<KnownFile>>();
  /** Last known contents of files that may have changed on disk, to find out whether they have. */
  readonly #before = new Map<string, KnownFile>();
  #folders: string[] = [];
  #listed: Promise<string[]> | undefined;
  #nextStamp = 0;
  readonly #openStamps = new Map<string, { version: number; text: string; stamp: number }>();

  constructor(
    private readonly files: FileSystem,
    private readonly open: OpenDocuments,
    private readonly warn: (message: string) => void,
  ) {}

  setFolders(folders: readonly string[]): void {
    this.#folders = folders.map(canonicalUri);
    this.relist();
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  async read(uri: string): ReturnType<Workspace['read']> {
    const { contents } = await this.known(uri);
    return contents === undefined ? undefined : { uri, ...contents };
  }

  async realUri(uri: string): Promise<string> {
    return canonicalUri((await this.files.realUri?.(uri)) ?? uri);
  }

  async known(uri: string): Promise<KnownFile> {
    const canonical = canonicalUri(uri);
    const document = this.open.get(canonical);
    if (document !== undefined) return this.#opened(canonical, document.version, document.getText());
    const onDisk = this.#disk.get(canonical);
    if (onDisk !== undefined) return onDisk;
    const reading = this.#readDisk(canonical);
    this.#disk.set(canonical, reading);
    return reading;
  }

  #opened(uri: string, version: number, text: string): KnownFile {
    let entry = this.#openStamps.get(uri);
    if (entry === undefined || entry.version !== version || entry.text !== text) {
      entry = { version, text, stamp: entry?.text === text ? entry.stamp : this.#nextStamp++ };
      this.#openStamps.set(uri, entry);
    }
    return { contents: { text }, stamp: entry.stamp };
  }

  async #readDisk(uri: string): Promise<KnownFile> {
    const contents = await this.files.read(uri);
    const before = this.#before.get(uri);
    this.#before.delete(uri);
    if (before !== undefined && sameContents(before.contents, contents)) return before;
    return { contents, stamp: this.#nextStamp++ };
  }

  async list(): Promise<string[]> {
    return (await this.listAll()).filter(isRuleFile);
  }

  /** Rule files, sample files and configurations, in a stable order. */
  async listAll(): Promise<string[]> {
    this.#listed ??= this.#list();
    const listed = await this.#listed;
    const opened = this.open.uris().filter(uri => isKnownFile(uri) && !listed.includes(uri));
    return opened.length === 0 ? listed : [...listed, ...opened].sort();
  }

  async #list(): Promise<string[]> {
    const { uris, complete } = await this.files.list(this.#folders, isKnownFile);
    if (!complete) {
      this.warn(
        'The workspace holds more files than are looked through: some rule files are known only while they are open.',
      );
    }
    return uris.map(canonicalUri).sort();
  }

  /** A document was opened, changed or closed. */
  documentChanged(uri: string): void {
    this.revision++;
    if (this.open.get(uri) === undefined) {
      this.#openStamps.delete(uri);
      this.#forget(uri);
    }
  }

  /** Something happened to a file on disk; where it is a folder, to all that it holds. */
  fileChanged(uri: string, change: 'created' | 'changed' | 'deleted'): boolean {
    const canonical = canonicalUri(uri);
    const held = [...this.#disk.keys()].filter(each => each === canonical || each.startsWith(`${canonical}/`));
    for (const each of held) this.#forget(each);
    // What has no extension may be a folder, with rule files in it.
    const folder = !/\.[^/.]*$/.test(canonical);
    const listing = change !== 'changed' && (isKnownFile(canonical) || folder || held.length > 0);
    if (held.length === 0 && !listing) return false;
    this.revision++;
    if (listing) this.#listed = undefined;
    return true;
  }

  /** Everything on disk may have changed: for clients that do not tell. */
  diskMayHaveChanged(): void {
    this.revision++;
    for (const uri of [...this.#disk.keys()]) this.#forget(uri);
    this.#listed = undefined;
  }

  relist(): void {
    this.revision++;
    this.#listed = undefined;
  }

  #forget(uri: string): void {
    const reading = this.#disk.get(uri);
    this.#disk.delete(uri);
    void reading?.then(known => {
      if (!this.#disk.has(uri)) this.#before.set(uri, known);
    });
  }
}

function isRuleFile(name: string): boolean {
  const kind = fileKind(name);
  return kind === 'rule-set' || kind === 'samples';
}

function isKnownFile(name: string): boolean {
  return isRuleFile(name) || fileKind(name) === 'config';
}

function sameContents(a: KnownFile['contents'], b: KnownFile['contents']): boolean {
  if (a === undefined || b === undefined) return a === b;
  if ('text' in a) return 'text' in b && a.text === b.text;
  return 'unreadable' in b && a.unreadable === b.unreadable;
}
