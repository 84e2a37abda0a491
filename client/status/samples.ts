import * as vscode from 'vscode';
import type { Location } from '../../protocol/server.ts';
import type { RuleServer } from '../language-server/activation.ts';
import { notify } from '../notifications.ts';
import { revealLocation } from '../web-page/reveal.ts';
import { samplesInWords } from './words.ts';

/** Shows in the status bar how many samples of the workspace fail; a click shows the first of them. Hidden if there are no samples. */
export function activateSampleStatus(context: vscode.ExtensionContext, server: RuleServer): void {
  const item = vscode.window.createStatusBarItem('handrail.samples', vscode.StatusBarAlignment.Left);
  item.name = 'Handrail: Samples';
  let firstFailing: Location | null = null;
  context.subscriptions.push(
    item,
    vscode.commands.registerCommand('handrail.showSample', async (sample?: Location) => {
      const shown = sample ?? firstFailing;
      if (shown !== null) await revealLocation(shown, undefined);
      else void notify.information('No sample in this workspace fails.');
    }),
    server.onRunning(running => {
      if (!running) item.hide();
    }),
    server.onSamplesRan(({ counts, first }) => {
      firstFailing = first;
      const words = samplesInWords(counts);
      if (words === null) return item.hide();
      // A review counts the samples of one rule set beside it.
      item.text = `$(${first === null ? 'pass' : 'error'}) Handrail: ${words} in this workspace`;
      item.tooltip = first === null ? 'Every sample gets the expected decision.' : 'Show the first';
      item.command = first === null ? undefined : 'handrail.showSample';
      item.show();
    }),
  );
}
