import * as vscode from 'vscode';
import { versionScheme } from '../../protocol/server.ts';

/** The language that the extension contributes. Rule files in JSON keep the language JSON, and are recognised by name. */
export const languageId = 'handrail-rules';

const ruleSetName = /\.escalation\.(?:ya?ml|json)$/i;
const samplesName = /\.samples\.(?:ya?ml|json)$/i;
const schemes = ['file', 'untitled'];

/** The documents that the language server handles. */
export const ruleFileSelector = schemes.flatMap(scheme => [
  { scheme, language: languageId },
  { scheme, pattern: '**/*.{escalation,samples}.{yaml,yml,json}' },
  { scheme, pattern: '**/handrail.config.{yaml,yml,json}' },
]);

export function isRuleSet({ path }: vscode.Uri): boolean {
  return ruleSetName.test(path);
}

export function isSampleFile({ path }: vscode.Uri): boolean {
  return samplesName.test(path);
}

/** `refunds` for `rules/refunds.escalation.yaml`; with the commit or `(clipboard)` if the version is not on disk. */
export function shortName({ scheme, authority, path }: vscode.Uri): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(ruleSetName, '');
  if (scheme !== versionScheme) return name;
  const commit = /^git\.(.{7})/.exec(authority)?.[1];
  return commit === undefined ? `${name} (clipboard)` : `${name} @ ${commit}`;
}

/** The rule files of the workspace, sorted by path, without released versions, which are not edited. */
export async function findRuleSets(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  return find('**/*.escalation.{yaml,yml,json}', token);
}

/** The rule files and sample files of the workspace, sorted by path. */
export async function findRuleFiles(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  return find('**/*.{escalation,samples}.{yaml,yml,json}', token);
}

async function find(pattern: string, token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,releases}/**', undefined, token);
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
