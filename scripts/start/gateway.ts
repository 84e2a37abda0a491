import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Failure } from '../host/failure.ts';

export interface GatewayOptions {
  /** The socket that VS Code's server listens on. */
  socket: string;
  /** Null takes the usual one, or a free one where that is taken. */
  port: number | null;
  /** Where the bare address leads; `authority` is what the browser calls us. */
  home: (authority: string) => string;
}

const usualPort = 4141;

/**
 * The address that is printed: short, and the only way in. VS Code's server, which would run anything for anybody that
 * reaches it, listens on a socket in the file system; here only pages of this address itself are let through, so that no
 * web site in the same browser reaches it (by DNS rebinding, or with a WebSocket, which no same-origin policy guards).
 * @throws Failure where the port is taken.
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

/** Under which local name the browser reached us; null where it was another, or where the page that asks is a stranger's. */
function ownAuthority({ headers }: IncomingMessage): string | null {
  const authority = headers.host ?? '';
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(authority)) return null;
  // A sandboxed frame of our own, such as a webview, has the origin "null" and asks for files only.
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
    return await attempt(port ?? usualPort);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    if (port === null) return attempt(0);
    throw new Failure(`Port ${port} is taken. Give another one (npm start -- --port 4200), or none for a free one.`);
  }
}
