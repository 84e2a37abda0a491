import { isJsonObject, ownValue, type Json } from '../../engine/model/json.ts';
import type { Workspace } from '../workspace.ts';

/** The MCP servers that files of the workspace name, and the tools that files list. */
export interface WorkspaceTools {
  /** Names of servers. */
  servers: ReadonlySet<string>;
  /** For each server whose tools are listed: their names, with the names of their arguments. Null: the tool has no schema. */
  tools: ReadonlyMap<string, ReadonlyMap<string, readonly string[] | null>>;
  /** The files in which they were found, by name, in the order in which they were read. */
  files: readonly string[];
}

/** Where hosts are told of servers, relative to the root of a repository, and under which key. */
const configurations = [
  { file: '.mcp.json', key: 'mcpServers' },
  { file: '.cursor/mcp.json', key: 'mcpServers' },
  { file: '.vscode/mcp.json', key: 'servers' },
  { file: '.gemini/settings.json', key: 'mcpServers' },
];

/** The answer of a server to `tools/list`, saved beside the configuration. */
const toolList = (server: string): string => `${server}.mcp-tools.json`;
/** The manifest of an MCP bundle, under a name of its own. */
const manifest = 'mcp-manifest.json';

/**
 * What is known of the tools in folders (URIs with a final slash), such as a repository's root. Files that cannot be read are left out.
 * @param mentioned servers whose tools may be listed although no configuration names them
 */
export async function workspaceTools(
  workspace: Workspace,
  folders: readonly string[],
  mentioned: readonly string[],
): Promise<WorkspaceTools> {
  const servers = new Set<string>();
  const tools = new Map<string, Map<string, readonly string[] | null>>();
  const files = new Set<string>();
  for (const folder of new Set(folders)) {
    const candidates = new Set(mentioned);
    for (const { file, key } of configurations) {
      const named = ownValue(await json(workspace, `${folder}${file}`), key);
      if (!isJsonObject(named) || Object.keys(named).length === 0) continue;
      files.add(file);
      for (const name of Object.keys(named)) {
        servers.add(serverName(name));
        candidates.add(name);
      }
    }
    const bundle = await json(workspace, `${folder}${manifest}`);
    const found = [{ file: manifest, name: ownValue(bundle, 'name'), document: bundle }];
    for (const name of candidates) {
      const file = toolList(name);
      found.push({ file, name, document: await json(workspace, `${folder}${encodeURIComponent(file)}`) });
    }
    for (const { file, name, document } of found) {
      const listed = toolsIn(document);
      if (typeof name !== 'string' || listed === null) continue;
      servers.add(serverName(name));
      tools.set(serverName(name), listed);
      files.add(file);
    }
  }
  return { servers, tools, files: [...files] };
}

/** Hosts write other characters of a server's name as `_` in the names of its tools. */
function serverName(name: string): string {
  return name.replace(/[^\w-]/g, '_');
}

async function json(workspace: Workspace, uri: string): Promise<Json | undefined> {
  const file = await workspace.read(uri);
  if (file === undefined || 'unreadable' in file) return undefined;
  try {
    return JSON.parse(file.text.replace(/^\uFEFF/, '')) as Json;
  } catch {
    return undefined;
  }
}

/** The tools of an answer to `tools/list`, with or without the message of JSON-RPC around it, or of a bundle's manifest; null if it is neither. */
function toolsIn(document: Json | undefined): Map<string, readonly string[] | null> | null {
  const listed = ownValue(ownValue(document, 'result') ?? document, 'tools');
  if (!Array.isArray(listed)) return null;
  return new Map(
    listed.flatMap(each => {
      const name = ownValue(each, 'name');
      const properties = ownValue(ownValue(each, 'inputSchema'), 'properties');
      return typeof name === 'string' ? [[name, isJsonObject(properties) ? Object.keys(properties) : null]] : [];
    }),
  );
}

/** The standard names of all listed tools. */
export function listedTools({ tools }: WorkspaceTools): string[] {
  return [...tools].flatMap(([server, names]) => [...names.keys()].map(name => `mcp__${server}__${name}`));
}
