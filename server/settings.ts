import { MessageType, ShowMessageNotification, type Connection } from 'vscode-languageserver';
import { isJsonObject, ownValue } from '../engine/model/json.ts';
import type { Configuration } from '../language/findings/configuration.ts';
import { findingSeverities, guardInWords, type FindingSeverity } from '../language/findings/finding.ts';
import { findingDefinitions } from '../language/findings/index.ts';
import { alternatives } from '../language/source/schema/schema-words.ts';
import type { Session } from './session.ts';

/** The section of the editor's settings. */
export const settingsSection = 'handrail';

const levels: ReadonlySet<unknown> = new Set([...findingSeverities, 'off']);

/** Reads settings sent by an editor; invalid entries count as not set. */
export function readSettings(sent: unknown): Configuration {
  const declared = ownValue(sent, 'severity');
  const severity = Object.entries(isJsonObject(declared) ? declared : {}).filter(
    (entry): entry is [string, FindingSeverity | 'off'] => levels.has(entry[1]),
  );
  return { severity: Object.fromEntries(severity) };
}

/** A warning for the user about settings that have no effect; null if there are none. */
export function refusedSettings(configurations: readonly Configuration[]): string | null {
  const asked = new Set(
    configurations.flatMap(({ severity }) => Object.keys(severity).filter(code => severity[code] !== 'error')),
  );
  const refused = findingDefinitions.flatMap(definition => {
    const guard = asked.has(definition.code) ? guardInWords(definition) : null;
    return guard === null ? [] : [`\`${definition.code}\` (${guard})`];
  });
  if (refused.length === 0) return null;
  const [subject, entries] =
    refused.length === 1 ? ['is always an error', 'the entry'] : ['are always errors', 'the entries'];
  return `\`${settingsSection}.severity\` has no effect on ${alternatives(refused, 'and')}, which ${subject}. Remove ${entries}.`;
}

/** The editor's settings: per workspace folder, and those of the window for all other files. */
export interface Settings {
  /** The settings for a file; the same object until they change. */
  of(uri: string): Configuration;
  /** Requests the settings from the editor, or uses those that it sent. True if they changed. */
  refresh(session: Session, sent?: unknown): Promise<boolean>;
}

/** Shows a warning by a notification: `connection.window` would wait for an answer, which some clients never send. */
function warn(connection: Connection, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
}

export function createSettings(): Settings {
  let everywhere: Configuration = { severity: {} };
  let byFolder = new Map<string, Configuration>();
  let seen = JSON.stringify([everywhere]);
  /** The last warning, so that it is not repeated. */
  let warned: string | null = null;
  return {
    of(uri) {
      let best: string | undefined;
      for (const folder of byFolder.keys()) {
        if (uri.startsWith(`${folder.replace(/\/$/, '')}/`) && folder.length > (best?.length ?? -1)) best = folder;
      }
      return (best === undefined ? undefined : byFolder.get(best)) ?? everywhere;
    },
    async refresh({ connection, client, files, open }, sent) {
      // A client that cannot be asked and sends nothing has changed nothing.
      if (!client.configuration && (sent === undefined || sent === null)) return false;
      const folders = [...files.folders];
      const answers = client.configuration
        ? await connection.workspace.getConfiguration([
            { section: settingsSection },
            ...folders.map(folder => ({ section: settingsSection, scopeUri: open.forClient(folder) })),
          ])
        : [ownValue(sent, settingsSection) ?? sent];
      const read = (Array.isArray(answers) ? (answers as unknown[]) : []).map(readSettings);
      const now = JSON.stringify([folders, read]);
      if (now === seen) return false;
      seen = now;
      const refused = refusedSettings(read);
      if (refused !== null && refused !== warned) warn(connection, refused);
      warned = refused;
      everywhere = read[0] ?? { severity: {} };
      byFolder = new Map(
        folders.flatMap((folder, index) => {
          const settings = read[index + 1];
          return settings === undefined ? [] : [[folder, settings]];
        }),
      );
      return true;
    },
  };
}
