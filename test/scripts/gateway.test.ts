import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../scripts/host/folders.ts';
import { openGateway } from '../../scripts/start/gateway.ts';

let behind: Server;
let gateway: { port: number; close: () => void };
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder('gateway');
  const socket = path.join(folder.path, 'behind.sock');
  behind = createServer((incoming, response) => response.end(`behind ${incoming.url}`));
  behind.on('upgrade', (_incoming, client, head) => {
    client.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    client.write(head);
    client.pipe(client); // an echo
  });
  await new Promise<void>(resolve => behind.listen(socket, resolve));
  gateway = await openGateway({ socket, port: null, home: authority => `http://${authority}/?home` });
});

afterAll(async () => {
  gateway.close();
  behind.close();
  await folder.remove();
});

function get(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; location: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: gateway.port, path: url, headers }, response => {
      let body = '';
      response.on('data', chunk => (body += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** Requests an upgrade, sends "hello", and returns the response. */
function upgrade(headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const client = connect(gateway.port, '127.0.0.1', () => {
      const lines = Object.entries({ Connection: 'Upgrade', Upgrade: 'websocket', ...headers });
      client.write(`GET /socket HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
      client.write('hello');
    });
    client.on('data', chunk => {
      answer += String(chunk);
      if (answer.endsWith('hello')) client.end();
    });
    client.on('close', () => resolve(answer));
    client.on('error', reject);
  });
}

describe('The address of npm start', () => {
  it('leads to the window, under the name by which it was reached', async () => {
    const { status, location } = await get('/', { host: `localhost:${gateway.port}` });
    expect([status, location]).toEqual([302, `http://localhost:${gateway.port}/?home`]);
  });

  it('lets everything else through, sockets too', async () => {
    expect(await get('/some/file?x=1')).toMatchObject({ status: 200, body: 'behind /some/file?x=1' });
    const host = `127.0.0.1:${gateway.port}`;
    expect(await upgrade({ Host: host, Origin: `http://${host}` })).toMatch(/^HTTP\/1\.1 101 [^]*hello$/);
  });

  it('serves no other web site', async () => {
    expect(await get('/', { host: 'rebound.example' })).toMatchObject({ status: 403 });
    expect(await get('/file', { origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 });
    const host = `127.0.0.1:${gateway.port}`;
    for (const Origin of ['https://elsewhere.example', 'null', 'http://127.0.0.1:1']) {
      expect(await upgrade({ Host: host, Origin })).toMatch(/^HTTP\/1\.1 403/);
    }
  });

  it('reports that the requested port is taken', async () => {
    await expect(openGateway({ socket: '', port: gateway.port, home: () => '' })).rejects.toThrow(/is taken/);
  });
});
