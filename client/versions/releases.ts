import * as vscode from 'vscode';
import { compareVersions } from '../../engine/model/version-order.ts';

export interface ReleaseFile {
  uri: vscode.Uri;
  /** `2.2.0` of `releases/refunds-assistant/2.2.0.escalation.yaml`. */
  version: string;
}

const snapshot = /\/([^/]+)\.escalation\.yaml$/;

/** The releases of a rule set, newest first: `releases/NAME/VERSION.escalation.yaml` in its folder or one above. */
export async function findReleases(file: vscode.Uri, ruleSetName: string): Promise<ReleaseFile[]> {
  if (file.scheme !== 'file') return [];
  const found = await vscode.workspace.findFiles(`**/releases/${ruleSetName}/*.escalation.yaml`, '**/node_modules/**');
  return found
    .flatMap(uri => {
      const version = snapshot.exec(uri.path)?.[1];
      const above = uri.path.slice(0, uri.path.indexOf(`/releases/${ruleSetName}/`));
      return version === undefined || uri.path === file.path || !file.path.startsWith(`${above}/`)
        ? []
        : [{ uri, version }];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}
