import type { EditorWindow } from '../host/window.ts';
import type { Theme } from '../host/profile.ts';

/** One picture of the documentation, in one or more looks of the editor. */
export interface Scene {
  /** docs/images/NAME-THEME.png */
  name: string;
  /** What it shows, for whoever runs the script. */
  shows: string;
  themes: Theme[];
  size: { width: number; height: number };
  /** Text files added to (or replacing those of) the copy of examples/ that the window opens, by path. */
  files?: Record<string, string>;
  /** Brings the window to where the picture is taken. */
  arrange: (window: EditorWindow) => Promise<void>;
}

export const scenes: Scene[] = [];
