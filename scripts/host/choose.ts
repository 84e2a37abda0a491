import { chromium, type Report } from './chromium.ts';
import { desktop, withScreen } from './desktop.ts';
import { Failure } from './failure.ts';
import { provisionServer, serverRunsHere, type ServerProgram } from './provision.ts';

/** The VS Code to use: its server shown in a browser, or the desktop application. */
export type Host =
  | { kind: 'server'; program: ServerProgram; chromium: string }
  | { kind: 'desktop'; executable: string };

/**
 * Chooses the host on this machine: the server if there is a Chromium, or else the desktop application, which is
 * downloaded. `HANDRAIL_HOST=server` or `desktop` selects one of them.
 * @throws Failure if there is neither
 */
export async function chooseHost(report: Report): Promise<Host> {
  const asked = process.env['HANDRAIL_HOST'];
  if (asked !== undefined && asked !== '' && asked !== 'server' && asked !== 'desktop') {
    throw new Failure(`HANDRAIL_HOST is "${asked}"; it must be server or desktop.`);
  }
  const reasons: string[] = [];
  const note: Report = line => {
    if (!line.endsWith('…')) reasons.push(line); // a line that ends with … is progress
    report(line);
  };
  if (asked !== 'desktop') {
    if (!serverRunsHere()) note(`VS Code's server does not run on ${process.platform}-${process.arch}.`);
    else {
      const executable = await chromium(note);
      if (executable === null) note('There is no Chromium to show VS Code in.');
      else return { kind: 'server', program: await provisionServer(report), chromium: executable };
    }
  }
  if (asked !== 'server') {
    try {
      withScreen('', []); // fails before the download if there is no screen
      return { kind: 'desktop', executable: await desktop(note) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      note(error.message);
    }
  }
  throw new Failure(
    `There is no VS Code to run in:\n${reasons.map(reason => `  ${reason.replaceAll('\n', '\n  ')}`).join('\n')}\n` +
      'One of these is enough:\n' +
      '  a Chromium on the PATH (Debian and Ubuntu: apt-get install chromium), or CHROMIUM=/path/to/it\n' +
      '  a connection to update.code.visualstudio.com, from where VS Code itself is downloaded',
  );
}
