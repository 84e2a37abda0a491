import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  SelectionRange,
  SymbolInformation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { startClient, stopAll, type LanguageClient } from './language-client.ts';
import { refunds, ruleFile, samples, samplesFile, targets, targetsFile, workspace } from './rule-sets.ts';

let client: LanguageClient;
beforeEach(async () => {
  client = await startClient({ files: workspace() });
});
afterEach(stopAll);

const text = TextDocument.create('', '', 1, refunds);

/** Sends a request for the place after the first occurrence of `before` in the rule file. */
function at(before: string, more: object = {}) {
  const offset = refunds.indexOf(before) + before.length;
  return { textDocument: { uri: client.uri(ruleFile) }, position: text.positionAt(offset), ...more };
}

function inFile(path = ruleFile) {
  return { textDocument: { uri: client.uri(path) } };
}

/** The texts of the workspace after an edit. */
function after(edit: WorkspaceEdit | null | undefined): Record<string, string> {
  const originals = workspace();
  const changed: Record<string, string> = {};
  for (const change of (edit?.documentChanges ?? []) as TextDocumentEdit[]) {
    const path =
      Object.keys(originals).find(each => client.uri(each) === change.textDocument.uri) ?? change.textDocument.uri;
    changed[path] = TextDocument.applyEdits(
      TextDocument.create('', '', 1, originals[path] ?? ''),
      change.edits as TextEdit[],
    );
  }
  return changed;
}

test('the server says what it can do', () => {
  expect(client.initialized).toMatchObject({
    serverInfo: { name: 'Handrail' },
    capabilities: {
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
      renameProvider: { prepareProvider: true },
      textDocumentSync: { openClose: true, change: 2 },
    },
  });
});

describe('of a file that is not even open', () => {
  test('completion in a half-written condition', async () => {
    client.open(ruleFile, refunds.replace('amount <= 50', 'customer.tier == '));
    const { line, character } = text.positionAt(refunds.indexOf('amount <= 50'));
    const position = { line, character: character + 'customer.tier == '.length };
    const list = await client.ask<CompletionList>('textDocument/completion', { ...inFile(), position });
    const sorted = [...list.items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
    expect(sorted.slice(0, 2).map(item => item.label)).toEqual(['free', 'pro']);
    expect(sorted[0]).toMatchObject({ textEdit: { newText: '"free"' }, insertTextFormat: 1 });
    const snippet = list.items.find(item => item.label === 'size');
    expect(snippet).toMatchObject({ insertTextFormat: 2, textEdit: { newText: 'size(${1:signal})' } });
  });

  test('hover', async () => {
    const hover = await client.ask<Hover>('textDocument/hover', at('all:\n        - confid'));
    expect(hover.contents).toMatchObject({ kind: 'markdown' });
    expect(JSON.stringify(hover.contents)).toContain('Calibrated answer confidence');
    expect(text.getText(hover.range)).toBe('confidence');
  });

  test('definition in another file', async () => {
    const [link] = await client.ask<LocationLink[]>('textDocument/definition', at('to: supp'));
    expect(link).toMatchObject({
      targetUri: client.uri(targetsFile),
      targetSelectionRange: { start: { line: 4, character: 2 } },
    });
    expect(text.getText(link?.originSelectionRange)).toBe('support');
  });

  test('references in samples and imports', async () => {
    const found = await client.ask<Location[]>(
      'textDocument/references',
      at('to: supp', { context: { includeDeclaration: true } }),
    );
    const files = new Set(found.map(({ uri }) => uri));
    expect(files).toEqual(new Set([client.uri(ruleFile), client.uri(targetsFile), client.uri(samplesFile)]));
  });

  test('highlights', async () => {
    const found = await client.ask<DocumentHighlight[]>(
      'textDocument/documentHighlight',
      at('  amount: { ty'.slice(0, 6)),
    );
    expect(found.map(({ range }) => text.getText(range))).toEqual(Array(found.length).fill('amount'));
    expect(found.length).toBeGreaterThan(3);
  });

  test('renaming across files', async () => {
    expect(await client.ask('textDocument/prepareRename', at('to: supp'))).toMatchObject({ placeholder: 'support' });
    const changed = after(
      await client.ask<WorkspaceEdit>('textDocument/rename', at('to: supp', { newName: 'front-desk' })),
    );
    expect(changed[ruleFile]).toBe(refunds.replaceAll('support', 'front-desk'));
    expect(changed[targetsFile]).toBe(targets.replaceAll('support', 'front-desk'));
    expect(changed[samplesFile]).toBe(samples.replaceAll('support', 'front-desk'));
    await expect(client.ask('textDocument/rename', at('to: supp', { newName: 'specialist' }))).rejects.toThrow(
      /already/,
    );
  });

  test('outline, workspace symbols, folding, selection, links, hints', async () => {
    const outline = await client.ask<DocumentSymbol[]>('textDocument/documentSymbol', inFile());
    expect(outline.find(({ name }) => name === 'rules')?.children?.map(({ name }) => name)).toContain('legal-threat@2');
    const symbols = await client.ask<SymbolInformation[]>('workspace/symbol', { query: 'threat' });
    expect(symbols.map(({ name }) => name)).toEqual(['legal-threat@2', 'Customer threatens to sue']);
    const folds = await client.ask<FoldingRange[]>('textDocument/foldingRange', inFile());
    expect(folds.length).toBeGreaterThan(6);
    const [selection] = await client.ask<SelectionRange[]>('textDocument/selectionRange', {
      ...inFile(),
      positions: [at('all:\n        - confid').position],
    });
    expect(text.getText(selection?.range)).toBe('confidence');
    expect(text.getText(selection?.parent?.range)).toBe('confidence < thresholds.min_confidence');
    const links = await client.ask<DocumentLink[]>('textDocument/documentLink', inFile());
    expect(links.map(({ target }) => target)).toEqual([
      client.uri(targetsFile),
      client.uri('payloads/handoff.schema.json'),
    ]);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', { ...inFile(), range });
    expect(hints.map(({ label }) => label).sort()).toEqual(['= 0.7', '= 1000']);
  });

  test('lenses carry what the simulator opens', async () => {
    const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', inFile());
    expect(lenses).toHaveLength(8);
    expect(lenses[1]?.command).toEqual({
      title: 'Compare with…',
      command: 'handrail.compareWith',
      arguments: [{ uri: client.uri(ruleFile) }],
    });
    expect(lenses[3]?.command).toEqual({
      title: 'Simulate',
      command: 'handrail.openSimulator',
      arguments: [{ uri: client.uri(ruleFile), rule: 1 }],
    });
    const [first] = await client.ask<CodeLens[]>('textDocument/codeLens', inFile(samplesFile));
    expect(first?.command?.arguments).toEqual([{ uri: client.uri(ruleFile), sample: 'Customer threatens to sue' }]);
  });
});

test('hints are asked for again when an imported file changes what they say', async () => {
  const library = 'common/thresholds.escalation.yaml';
  const thresholds = 'escalation: 1\nname: common-thresholds\nversion: 1.0.0\nthresholds:\n  large_amount: 1000\n';
  const importing = refunds
    .replace('  large_amount: 1000\n', '')
    .replace('imports: [', 'imports: [./common/thresholds.escalation.yaml, ');
  await client.write(library, thresholds);
  client.watched(library, 'created');
  client.open(ruleFile, importing);
  client.open(library, thresholds);
  expect(await client.published(ruleFile)).toEqual([]);
  const before = client.refreshes.hints;
  client.changedRuleSets.length = 0;
  client.change(library, thresholds.replace('1000', '2000'));
  await client.until('news of both', () => client.changedRuleSets.length >= 2);
  await client.until('refresh of hints', () => client.refreshes.hints > before);
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', { ...inFile(), range });
  expect(hints.map(({ label }) => label).sort()).toEqual(['= 0.7', '= 2000']);

  // Editors request the edited document again by themselves.
  const notified = client.changedRuleSets.length;
  client.change(ruleFile, importing.replace('amount <= 50', 'amount <= 60'));
  await client.until('news of the rule set', () => client.changedRuleSets.length > notified);
  const { hints: asked } = client.refreshes;
  await client.ask('textDocument/inlayHint', { ...inFile(), range });
  expect(client.refreshes.hints).toBe(asked);
});

describe('code actions', () => {
  const wrong = refunds
    .replace('amount <= 50', 'amuont <= 50')
    .replace(`'"legal" in policy_flags'`, `"legal" in policy_flags`);
  const apply = (edit: WorkspaceEdit | undefined): string => {
    const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    expect(change?.textDocument).toMatchObject({ uri: client.uri(ruleFile), version: 1 });
    return TextDocument.applyEdits(TextDocument.create('', '', 1, wrong), (change?.edits ?? []) as TextEdit[]);
  };

  test('put a misspelt name right, for the version that is open', async () => {
    client.open(ruleFile, wrong);
    const diagnostics = await client.published(ruleFile, each => each.length > 0);
    const diagnostic = diagnostics.find(({ code }) => code === 'undefined-signal');
    if (diagnostic === undefined) throw new Error('There is no such finding.');
    const actions = await client.ask<CodeAction[]>('textDocument/codeAction', {
      ...inFile(),
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    expect(actions.map(({ title }) => title)).toEqual(['Change `amuont` to `amount`']);
    expect(actions[0]).toMatchObject({
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'undefined-signal' }],
    });
    expect(apply(actions[0]?.edit)).toBe(wrong.replace('amuont', 'amount'));
  });

  test.each([['source.fixAll'], ['source.fixAll.handrail'], ['source']])(
    '%s fixes what is harmless to fix',
    async kind => {
      client.open(ruleFile, wrong);
      const actions = await client.ask<CodeAction[]>('textDocument/codeAction', {
        ...inFile(),
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: [], only: [kind] },
      });
      expect(actions.map(each => each.kind)).toEqual(['source.fixAll.handrail']);
      expect(apply(actions[0]?.edit)).toBe(refunds.replace('amount <= 50', 'amuont <= 50'));
    },
  );
});

test('a client that can do little gets less', async () => {
  const plain = await startClient({ files: workspace(), capabilities: {} });
  expect(plain.initialized.capabilities.codeActionProvider).toBeUndefined();
  const place = { textDocument: { uri: plain.uri(ruleFile) }, position: at('to: supp').position };
  expect((await plain.ask<Hover>('textDocument/hover', place)).contents).toMatchObject({ kind: 'plaintext' });
  expect(await plain.ask<Location[]>('textDocument/definition', place)).toMatchObject([
    { uri: plain.uri(targetsFile) },
  ]);
  const list = await plain.ask<CompletionList>('textDocument/completion', {
    ...place,
    position: { line: 45, character: 4 },
  });
  expect(list.items.filter(item => item.insertTextFormat === 2)).toEqual([]);
  expect(list.items.some(item => /\$\{?\d/.test(item.textEdit?.newText ?? ''))).toBe(false);
  const rename = await plain.ask<WorkspaceEdit>('textDocument/rename', { ...place, newName: 'front-desk' });
  expect(Object.keys(rename.changes ?? {})).toContain(plain.uri(samplesFile));
  const outline = await plain.ask<SymbolInformation[]>('textDocument/documentSymbol', {
    textDocument: place.textDocument,
  });
  expect(outline[0]).toMatchObject({ location: { uri: plain.uri(ruleFile) } });
});
