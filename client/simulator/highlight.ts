import * as vscode from 'vscode';
import type { Place } from '../../panel/messages.ts';
import type { Location } from '../../server/messages.ts';
import { rangeOf } from './reveal.ts';

/** Marks, in every editor that shows it, the place that the pointer is on in the panel. */
export interface Highlight extends vscode.Disposable {
  mark: (place: Place | null) => void;
}

export function createHighlight(locate: (place: Place) => Promise<Location | null>): Highlight {
  const decoration = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  /** Counts what was asked for: an answer that comes after the pointer has moved on is too late. */
  let latest = 0;
  const paint = (location: Location | null) => {
    const marked = location === null ? null : vscode.Uri.parse(location.uri).toString();
    for (const editor of vscode.window.visibleTextEditors) {
      const here = location !== null && editor.document.uri.toString() === marked;
      editor.setDecorations(decoration, here ? [rangeOf(location)] : []);
    }
  };
  return {
    mark: place => {
      const mine = ++latest;
      if (place === null) return paint(null);
      locate(place).then(
        location => {
          if (mine === latest) paint(location);
        },
        () => {
          // Nothing to mark: the server is away, or the panel is closed. What the person asked for shows that already.
          if (mine === latest) paint(null);
        },
      );
    },
    dispose: () => {
      latest++;
      decoration.dispose();
    },
  };
}
