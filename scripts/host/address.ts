/** Describes what a window of VS Code's server opens and runs. All paths are absolute. */
export interface Address {
  /** Host and port under which the browser reaches the server. */
  authority: string;
  folder: string;
  /** An extension to run from its source folder. */
  extension?: string;
  /** A module whose `run()` is called in the extension host, after which the window is done. */
  tests?: string;
}

/**
 * The URL of a window in the browser. Arguments that the desktop takes on the command line (`--extensionDevelopmentPath`)
 * are pairs in its `payload`, with paths on the server's machine.
 */
export function addressOf({ authority, folder, extension, tests }: Address): string {
  const remote = (path: string) => `vscode-remote://${authority}${path}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  return `http://${authority}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
