import { Failure } from '../host/failure.ts';

/** The kind of VS Code to open. */
export type Route = 'desktop' | 'server' | 'download';

export interface StartOptions {
  help: boolean;
  /** Null for the first one that is available. */
  route: Route | null;
  /** Null for the default port, or a free one if that is taken. */
  port: number | null;
  /** True if a browser may be opened. */
  openBrowser: boolean;
  /** The rule file to open, as given. */
  file: string | null;
}

export const usage = `npm start [-- OPTIONS] [-- FILE]

Builds the extension and opens VS Code with it, a rule file and the simulator beside it.

  FILE            the rule file to open (default: the first one in examples/)
  --desktop       use the VS Code on the PATH
  --server        use VS Code's server, for any browser (Linux)
  --download      download a VS Code
                  (default: the first of these three that is available)
  --port N        the server's port on 127.0.0.1 (default: 4141, or a free one)
  --no-open       print the address without opening a browser
  --help          show this help

Ctrl-C ends everything that was started.
`;

/** @throws Failure if an argument is wrong */
export function parse(args: readonly string[]): StartOptions {
  const options: StartOptions = { help: false, route: null, port: null, openBrowser: true, file: null };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [name, inline] = argument.split('=', 2);
    switch (name) {
      case '--help':
      case '-h':
        options.help = true;
        break;
      case '--desktop':
        options.route = 'desktop';
        break;
      case '--server':
        options.route = 'server';
        break;
      case '--download':
        options.route = 'download';
        break;
      case '--no-open':
        options.openBrowser = false;
        break;
      case '--port':
        options.port = portOf(inline ?? args[++index]);
        break;
      default:
        if (argument.startsWith('-')) throw new Failure(`There is no option ${argument}.\n\n${usage}`);
        if (options.file !== null) throw new Failure(`Name one rule file: ${options.file} or ${argument}.`);
        options.file = argument;
    }
  }
  return options;
}

function portOf(text: string | undefined): number {
  const port = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new Failure(`--port takes a number from 1 to 65535${text === undefined ? '' : `, not "${text}"`}.`);
}
