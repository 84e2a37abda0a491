import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  contributes?: { commands?: { command: string }[]; languages?: { id: string }[] };
}

describe('The extension', () => {
  const extension = () => {
    const found = vscode.extensions.getExtension<unknown>('handrail.handrail');
    assert.ok(found, 'handrail.handrail is not installed');
    return found;
  };
  const contributes = () => (extension().packageJSON as Manifest).contributes ?? {};

  it('activates', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command that its manifest promises', async () => {
    await extension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = (contributes().commands ?? []).map(({ command }) => command).filter(id => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('registers every language that its manifest promises', async () => {
    const known = new Set(await vscode.languages.getLanguages());
    const missing = (contributes().languages ?? []).map(({ id }) => id).filter(id => !known.has(id));
    assert.deepEqual(missing, []);
  });
});
