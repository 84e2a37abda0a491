import { UsageError } from '../command.ts';
import type { GitObject, ObjectReader } from './object-reader.ts';

/** An entry of a git tree. */
export interface TreeEntry {
  /** The file mode in octal: `100644` for a file, `120000` for a symbolic link. */
  mode: string;
  /** The object id. */
  id: string;
}

/** The result of resolving the symbolic links of a path in a commit. */
export interface Route {
  /** Null if the path leads to no file of the commit. */
  file: TreeEntry | null;
  /** All paths that determine the result: the path itself, each symbolic link on the way, and, last, the path of the file. */
  paths: string[];
}

/** Reads files of commits by their paths. */
export interface TreeReader {
  /** Resolves a path, following symbolic links inside the commit. @param root a commit or tree */
  route(root: string, file: string): Promise<Route>;
  /** The entry at a path, without following symbolic links; null if there is none. */
  entry(root: string, file: string): Promise<TreeEntry | null>;
  /** The content of a file, with symbolic links followed; null if there is none. @throws UsageError if an object is missing */
  read(root: string, file: string): Promise<Buffer | null>;
}

/** The limit of Linux. */
const maxLinks = 40;
const maxKnownTrees = 2000;
const [linkMode, treeMode, submoduleMode] = ['120000', '40000', '160000'];

export function createTreeReader(objects: ObjectReader): TreeReader {
  const known = new Map<string, Promise<ReadonlyMap<string, TreeEntry>>>();
  const entriesOf = (tree: string): Promise<ReadonlyMap<string, TreeEntry>> => {
    const entries = known.get(tree) ?? existing(objects, tree).then(readTree);
    if (known.size >= maxKnownTrees) known.clear();
    known.set(tree, entries);
    return entries;
  };

  const route: TreeReader['route'] = async (root, file) => {
    const paths = [file];
    const folders = [{ path: '', tree: `${root}^{tree}` }];
    const names = file.split('/');
    const nowhere: Route = { file: null, paths };
    for (let links = 0; names.length > 0;) {
      const name = names.shift() ?? '';
      if (name === '' || name === '.') continue;
      if (name === '..') folders.pop();
      const folder = folders.at(-1);
      if (folder === undefined) return nowhere;
      if (name === '..') continue;
      const at = `${folder.path}${name}`;
      const entry = (await entriesOf(folder.tree)).get(name);
      if (entry?.mode === treeMode) folders.push({ path: `${at}/`, tree: entry.id });
      else if (entry?.mode === linkMode) {
        if (!paths.includes(at)) paths.push(at);
        const target = (await existing(objects, entry.id)).content.toString('utf8');
        if (target.startsWith('/') || ++links > maxLinks) return nowhere;
        names.unshift(...target.split('/'));
      } else {
        const end = [at, ...names].join('/');
        if (end !== paths.at(-1)) paths.push(end);
        return names.length > 0 || entry?.mode === submoduleMode ? nowhere : { file: entry ?? null, paths };
      }
    }
    return nowhere;
  };

  return {
    route,
    async entry(root, file) {
      const names = file.split('/');
      const last = names.pop() ?? '';
      let tree = `${root}^{tree}`;
      for (const name of names) {
        const folder = (await entriesOf(tree)).get(name);
        if (folder?.mode !== treeMode) return null;
        tree = folder.id;
      }
      return (await entriesOf(tree)).get(last) ?? null;
    },
    async read(root, file) {
      const found = (await route(root, file)).file;
      return found === null ? null : (await existing(objects, found.id)).content;
    },
  };
}

async function existing(objects: ObjectReader, name: string): Promise<GitObject> {
  const found = await objects.read(name);
  if (found !== null) return found;
  throw new UsageError(
    `The repository lacks the object ${name.slice(0, 12)}, so it is probably a partial clone. Use a full clone.`,
  );
}

/** Parses a tree object: for each entry its mode, a space, its name, a zero byte and its id. */
function readTree({ id: { length }, content }: GitObject): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const zero = content.indexOf(0, space);
    const end = zero + 1 + length / 2;
    const id = content.subarray(zero + 1, end).toString('hex');
    entries.set(content.subarray(space + 1, zero).toString('utf8'), {
      mode: content.subarray(at, space).toString(),
      id,
    });
    at = end;
  }
  return entries;
}
