import type { EditorWindow } from '../host/window.ts';
import type { Settings, Theme } from '../host/profile.ts';

/** A picture for the documentation, in one or more themes. */
export interface Scene {
  /** docs/images/NAME-THEME.png */
  name: string;
  /** Description for `--help`. */
  shows: string;
  themes: Theme[];
  /** In pixels. */
  size: { width: number; height: number };
  settings?: Settings;
  /** A rule file, relative to examples/, to open with the simulator beside it. */
  simulate?: string;
  /** True to make the copy a git repository, with everything committed before `edits`. */
  repository?: true;
  /** Arguments of `handrail` to run in that repository before and after `edits`. */
  handrail?: { before: string[][]; after: string[][] };
  /** Edits of the copy of examples/ that the window opens. A missing text fails, so that a picture cannot silently go stale. */
  edits?: { file: string; from: string; to: string }[];
  /** Prepares the window for the picture. */
  arrange: (window: EditorWindow) => Promise<void>;
}
