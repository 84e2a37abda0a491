import type { Connection } from 'vscode-languageserver';
import type { FileSystem } from '../environment.ts';
import { readVersionFile, versionScheme, type ReadVersionFileResult } from '../../protocol/server.ts';

/** The files of the machine, and those of versions that only the client has. */
export function withVersionFiles(files: FileSystem, connection: Connection): FileSystem {
  return {
    ...files,
    read: async uri => {
      if (!uri.startsWith(`${versionScheme}:`)) return files.read(uri);
      try {
        const answer = await connection.sendRequest<ReadVersionFileResult>(readVersionFile, { uri });
        return answer ?? undefined;
      } catch (error) {
        return { unreadable: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
