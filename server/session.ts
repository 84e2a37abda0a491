import type { Connection } from 'vscode-languageserver';
import type { Results } from './diagnostics/results.ts';
import type { Environment } from './environment.ts';
import type { ClientAbilities } from './protocol/client-abilities.ts';
import type { Requests } from './protocol/requests.ts';
import type { GoodVersions } from './simulator/good-versions.ts';
import type { OwnQueries } from '../language/queries/create-queries.ts';
import type { OpenDocuments } from './workspace/open-documents.ts';
import type { WorkspaceFiles } from './workspace/workspace-files.ts';

/** One client's conversation with the server: what is known between `initialize` and `exit`. */
export interface Session {
  connection: Connection;
  environment: Environment;
  requests: Requests;
  client: ClientAbilities;
  open: OpenDocuments;
  files: WorkspaceFiles;
  queries: OwnQueries;
  goodVersions: GoodVersions;
  results: Results;
  /** Rule files that the client has had decide on something. */
  simulated: Set<string>;
}
