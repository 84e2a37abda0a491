import * as vscode from 'vscode';
import type { RuleServer } from '../language-server/activation.ts';
import { isRuleSet, ruleFileSelector } from '../rule-files/rule-files.ts';
import { findingsInWords, worst } from './words.ts';

/** Milliseconds without a change before the server is asked again: a burst of changes needs one answer. */
const debounce = 150;

/**
 * The language status of a rule file: its rule set and version, the number of findings, and Handrail's version. If the
 * language server does not run, the status says so and offers to restart it.
 */
export function activateStatus(context: vscode.ExtensionContext, server: RuleServer): void {
  const { version } = context.extension.packageJSON as { version: string };
  const ruleSet = vscode.languages.createLanguageStatusItem('handrail.ruleSet', ruleFileSelector);
  ruleSet.name = 'Handrail: Rule Set';
  const stopped = vscode.languages.createLanguageStatusItem('handrail.server', []);
  stopped.name = 'Handrail: Language Server';
  stopped.text = 'The language server is not running';
  stopped.severity = vscode.LanguageStatusSeverity.Error;
  stopped.command = { command: 'handrail.restartServer', title: 'Restart' };

  let timer: NodeJS.Timeout | undefined;
  let latest = 0;
  const update = async (document: vscode.TextDocument) => {
    const mine = ++latest;
    const described = await describe(document, server);
    if (mine !== latest) return;
    const findings = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'handrail');
    ruleSet.busy = false;
    ruleSet.text = described ?? 'Rule set';
    ruleSet.detail = `${findingsInWords(findings.map(({ severity }) => severity))} · Handrail ${version}`;
    ruleSet.severity = worst(findings.map(({ severity }) => severity));
    const problems = { command: 'workbench.actions.view.problems', title: 'Show Problems' };
    const simulate = { command: 'handrail.openSimulator', title: 'Simulate', arguments: [document.uri] };
    ruleSet.command = findings.length > 0 ? problems : simulate;
  };
  const soon = () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || vscode.languages.match(ruleFileSelector, document) === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void update(document), debounce);
  };
  const showServer = () => {
    stopped.selector = server.isRunning() ? [] : ruleFileSelector;
    soon();
  };
  context.subscriptions.push(
    ruleSet,
    stopped,
    { dispose: () => clearTimeout(timer) },
    vscode.window.onDidChangeActiveTextEditor(soon),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const active = vscode.window.activeTextEditor?.document.uri.toString();
      if (uris.some(uri => uri.toString() === active)) soon();
    }),
    server.onRuleSetChanged(soon),
    server.onRunning(showServer),
  );
  ruleSet.busy = true;
  soon();
}

/** `refunds-assistant 2.3.0`; null if the file is not a rule set, or never was one without errors. */
async function describe({ uri }: vscode.TextDocument, server: RuleServer): Promise<string | null> {
  if (!isRuleSet(uri)) return null;
  try {
    const { ruleSet } = await server.request('handrail/simulate', {
      uri: uri.toString(),
      input: {},
      at: null,
      thresholds: {},
    });
    return ruleSet === null ? null : `${ruleSet.name} ${ruleSet.version}`;
  } catch {
    return null; // The server does not run, which the other item shows.
  }
}
