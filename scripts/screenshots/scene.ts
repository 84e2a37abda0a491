import type { EditorWindow } from '../host/window.ts';
import type { Settings, Theme } from '../host/profile.ts';

/** One picture of the documentation, in one or more looks of the editor. */
export interface Scene {
  /** docs/images/NAME-THEME.png */
  name: string;
  /** What it shows, for whoever runs the script. */
  shows: string;
  themes: Theme[];
  /** In pixels. */
  size: { width: number; height: number };
  settings?: Settings;
  /** A rule file, relative to examples/, that opens with its simulator beside it. */
  simulate?: string;
  /** The copy is a git repository in which everything is committed before `edits`. */
  repository?: true;
  /** What `handrail` on the command line is to do in that repository before `edits`, and after them. */
  handrail?: { before: string[][]; after: string[][] };
  /** Changes to the copy of examples/ that the window opens. Each text must be there, so that a picture cannot go stale unseen. */
  edits?: { file: string; from: string; to: string }[];
  /** Brings the window to where the picture is taken. */
  arrange: (window: EditorWindow) => Promise<void>;
}
