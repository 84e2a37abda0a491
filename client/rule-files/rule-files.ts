import * as vscode from 'vscode';
import { versionScheme } from '../../protocol/server.ts';

/** The language that the extension contributes; rule files in JSON stay plain JSON, and are known by their names. */
export const languageId = 'handrail-rules';

const ruleSetName = /\.escalation\.(?:ya?ml|json)$/i;
const samplesName = /\.samples\.(?:ya?ml|json)$/i;
const schemes = ['file', 'untitled'];

/** Every document that the language server is told of. */
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

/** `refunds` of `rules/refunds.escalation.yaml`; of a version that is on no disk, with what version that is. */
export function shortName({ scheme, authority, path }: vscode.Uri): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(ruleSetName, '');
  if (scheme !== versionScheme) return name;
  const commit = /^git\.(.{7})/.exec(authority)?.[1];
  return commit === undefined ? `${name} (clipboard)` : `${name} @ ${commit}`;
}

/** Rule files of the workspace by path, published versions left out: they are not edited any more. */
export async function findRuleSets(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  return find('**/*.escalation.{yaml,yml,json}', token);
}

/** Rule files and sample files of the workspace. */
export async function findRuleFiles(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  return find('**/*.{escalation,samples}.{yaml,yml,json}', token);
}

async function find(pattern: string, token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,releases}/**', undefined, token);
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
