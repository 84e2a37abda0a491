import { chromium, type Report } from './chromium.ts';
import { desktop, withScreen } from './desktop.ts';
import { Failure } from './failure.ts';
import { provisionServer, serverRunsHere, type ServerProgram } from './provision.ts';

/** What VS Code runs in: its server with a browser for a screen, or the desktop application. */
export type Host =
  | { kind: 'server'; program: ServerProgram; chromium: string }
  | { kind: 'desktop'; executable: string };

/**
 * The host on this machine: the server where a Chromium is to be had, else the desktop application, downloaded.
 * `HANDRAIL_HOST=server` or `desktop` asks for one of them.
 * @throws Failure where there is neither, with what to do.
 */
export async function chooseHost(report: Report): Promise<Host> {
  const asked = process.env['HANDRAIL_HOST'];
  if (asked !== undefined && asked !== '' && asked !== 'server' && asked !== 'desktop') {
    throw new Failure(`HANDRAIL_HOST is "${asked}"; it may be server or desktop.`);
  }
  const reasons: string[] = [];
  const note: Report = line => {
    if (!line.endsWith('…')) reasons.push(line); // that would be progress
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
      withScreen('', []); // before anything is downloaded that nobody could see
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
