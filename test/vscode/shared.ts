import { chromium } from 'playwright-core';
import { browserArguments } from '../../scripts/host/chromium.ts';
import { chooseHost } from '../../scripts/host/choose.ts';
import { temporaryFolder } from '../../scripts/host/folders.ts';
import { installExtension } from '../../scripts/host/server.ts';
import { subjectFromEnvironment } from '../../scripts/host/subject.ts';

/**
 * Set-up for the tests that open windows: starts one browser for all of them, and installs the package once. Each window has
 * its own VS Code server and profile.
 */
export default async function shared(): Promise<() => Promise<void>> {
  const cleanUp: (() => Promise<unknown>)[] = [];
  const host = await chooseHost(() => {});
  if (host.kind === 'server') {
    const browser = await chromium.launchServer({ executablePath: host.chromium, args: browserArguments });
    cleanUp.push(() => browser.close());
    process.env['HANDRAIL_BROWSER'] = browser.wsEndpoint();
    const subject = subjectFromEnvironment();
    if (subject.kind === 'package') {
      const data = await temporaryFolder('installed');
      cleanUp.push(data.remove);
      process.env['HANDRAIL_EXTENSIONS'] = await installExtension(host.program, data.path, subject.vsix);
    }
  }
  return async () => {
    for (const step of cleanUp.reverse()) await step();
  };
}
