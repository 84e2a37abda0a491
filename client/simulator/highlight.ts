import * as vscode from 'vscode';
import type { Place } from '../../protocol/simulator.ts';
import type { Location } from '../../protocol/server.ts';
import { rangeOf } from '../web-page/reveal.ts';

/** Marks the place under the panel's pointer in every editor that shows it. */
export interface Highlight extends vscode.Disposable {
  mark: (place: Place | null) => void;
}

export function createHighlight(locate: (place: Place) => Promise<Location | null>): Highlight {
  const look: vscode.DecorationRenderOptions = {
    // The colour for ranges is almost invisible in dark themes.
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
  /** The number of requests so far: an answer that arrives after the pointer has moved on is dropped. */
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
          // The server does not run, or the panel is closed, which the person sees already.
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
