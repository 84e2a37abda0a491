import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Failure } from '../host/failure.ts';

export interface GatewayOptions {
  /** The socket that VS Code's server listens on. */
  socket: string;
  /** Null for the default port, or a free one if that is taken. */
  port: number | null;
  /** The URL that `/` redirects to. @param authority host and port in the request of the browser */
  home: (authority: string) => string;
}

const defaultPort = 4141;

/**
 * Opens a proxy to VS Code's server on a short local address. The server runs any code for anybody who can reach it, so it
 * listens only on a socket in the file system. The gateway lets only pages of its own address through, so that no other
 * web site in the browser can reach the server (by DNS rebinding, or with a WebSocket, to which the same-origin policy
 * does not apply).
 * @throws Failure if the port is taken
 */
export async function openGateway(options: GatewayOptions): Promise<{ port: number; close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const authority = ownAuthority(incoming);
    if (authority === null) return void response.writeHead(403).end('Only pages of this address itself are served.');
    if (incoming.url === '/') return void response.writeHead(302, { location: options.home(authority) }).end();
    const { method, url, headers } = incoming;
    const outgoing = request({ socketPath: options.socket, method, path: url, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  server.on('upgrade', (incoming, browser: Socket, head) => {
    if (ownAuthority(incoming) === null) return void browser.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const upstream = connect(options.socket, () => {
      const { rawHeaders } = incoming;
      let lines = `${incoming.method} ${incoming.url} HTTP/1.1\r\n`;
      for (let at = 0; at < rawHeaders.length; at += 2) lines += `${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`;
      upstream.write(`${lines}\r\n`);
      upstream.write(head);
      upstream.pipe(browser).pipe(upstream);
    });
    for (const [one, other] of [
      [upstream, browser],
      [browser, upstream],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    port: await listen(server, options.port),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The local host and port of a request; null if the host is not local, or the request comes from a page of another origin. */
function ownAuthority({ headers }: IncomingMessage): string | null {
  const authority = headers.host ?? '';
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(authority)) return null;
  // A sandboxed frame, such as a webview, has the origin "null" and only requests files.
  const { origin } = headers;
  if (origin === undefined || origin === `http://${authority}`) return authority;
  return origin === 'null' && headers.upgrade === undefined ? authority : null;
}

async function listen(server: Server, port: number | null): Promise<number> {
  const attempt = (wanted: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : wanted);
      });
    });
  try {
    return await attempt(port ?? defaultPort);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    if (port === null) return attempt(0);
    throw new Failure(
      `Port ${port} is taken. Name another one (npm start -- --port 4200), or omit --port for a free one.`,
    );
  }
}
