import * as vscode from 'vscode';
import type { Place } from '../../protocol/simulator.ts';
import type { Location } from '../../protocol/server.ts';
import { rangeOf } from '../web-page/reveal.ts';

/** Marks, in every editor that shows it, the place that the pointer is on in the panel. */
export interface Highlight extends vscode.Disposable {
  mark: (place: Place | null) => void;
}

export function createHighlight(locate: (place: Place) => Promise<Location | null>): Highlight {
  const look: vscode.DecorationRenderOptions = {
    // The colour for ranges is all but invisible in dark themes.
    light: { backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground') },
    dark: { backgroundColor: new vscode.ThemeColor('editor.hoverHighlightBackground') },
    outline: '1px solid',
    outlineColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  };
  const decorations = {
    clause: vscode.window.createTextEditorDecorationType(look),
    rule: vscode.window.createTextEditorDecorationType({ ...look, isWholeLine: true }),
  };
  /** Counts what was asked for: an answer that comes after the pointer has moved on is too late. */
  let latest = 0;
  const paint = (location: Location | null) => {
    const marked = location === null ? null : vscode.Uri.parse(location.uri).toString();
    const range = location === null ? null : rangeOf(location);
    for (const editor of vscode.window.visibleTextEditors) {
      const here = range !== null && editor.document.uri.toString() === marked ? [range] : [];
      editor.setDecorations(decorations.clause, range?.isSingleLine === true ? here : []);
      editor.setDecorations(decorations.rule, range?.isSingleLine === false ? here : []);
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
      decorations.clause.dispose();
      decorations.rule.dispose();
    },
  };
}
