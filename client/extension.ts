import * as vscode from 'vscode';
import { activateCheckWorkspace } from './check-workspace/activation.ts';
import { activateExport } from './export/activation.ts';
import { activateHistory } from './history/activation.ts';
import { activateLanguageServer } from './language-server/activation.ts';
import { activateLibraries } from './libraries/activation.ts';
import { activateNewRuleSet } from './new-rule-set/activation.ts';
import { activateReference } from './reference/activation.ts';
import { activateReview } from './review/activation.ts';
import { activateSimulator } from './simulator/activation.ts';
import { openOnStart } from './startup/open-on-start.ts';
import { activateStatus } from './status/activation.ts';
import { activateSampleStatus } from './status/samples.ts';
import { createVersionDocuments } from './versions/version-documents.ts';

/** Called by the editor when the extension is first needed: one line for each feature, with its dependencies. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Handrail', { log: true });
  context.subscriptions.push(log);
  const documents = createVersionDocuments(context);
  const server = activateLanguageServer(context, log, documents);
  const openReference = activateReference(context);
  const simulators = activateSimulator(context, { server, openReference, log });
  const openReview = activateReview(context, { server, documents, simulators, openReference, log });
  activateHistory(context, { server, openReview });
  activateStatus(context, server);
  activateSampleStatus(context, server);
  activateCheckWorkspace(context, server);
  activateLibraries(context, server);
  activateNewRuleSet(context, simulators.open);
  activateExport(context);
  openOnStart(simulators.open, log);
}
