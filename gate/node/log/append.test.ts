import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DecisionEvent } from '../../../engine/index.ts';
import { readLoggedLine } from '../../../engine/index.ts';
import { buildProgram } from '../../../testing/program.ts';
import { appendEvents, LogFailure, newEventId } from './append.ts';
import { deep } from '../../../testing/random/random-cases.ts';

const event = (id: string, text = ''): DecisionEvent => ({
  type: 'decision',
  id,
  at: '2026-03-02T10:00:00Z',
  input: { text },
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'handrail-log-'));
  return () => rm(folder, { recursive: true });
});

async function idsIn(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').map(readLoggedLine);
  return lines.flatMap(line => (line.kind === 'event' && line.event.type === 'decision' ? [line.event.id] : []));
}

it('creates the log and its folder, for its owner only', async () => {
  const file = path.join(folder, 'new/refunds.decisions.jsonl');
  await appendEvents(file, [event('a')]);
  await appendEvents(file, [event('b'), event('c')], { durable: true });
  expect(await idsIn(file)).toEqual(['a', 'b', 'c']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('keeps an event apart from an unfinished line before it', async () => {
  const file = path.join(folder, 'torn.jsonl');
  await appendEvents(file, [event('a')]);
  await appendFile(file, '{"type":"decision","id":"lost","at":"20');
  await appendEvents(file, [event('b')]);
  expect(await idsIn(file)).toEqual(['a', 'b']);
});

it('makes ids that sort by time', () => {
  const ids = [3, 1, 2].map(second => newEventId(Date.UTC(2026, 0, 1, 0, 0, second)));
  expect([...ids].sort()).toEqual([ids[1], ids[2], ids[0]]);
  expect(ids[0]).toMatch(/^01KDV[0-9A-HJKMNP-TV-Z]{21}$/);
});

describe('fails if the log cannot be written', () => {
  it('because it is a folder', async () => {
    await expect(appendEvents(folder, [event('a')])).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('because it is no regular file', async () => {
    await expect(appendEvents('/dev/null', [event('a')])).rejects.toThrow(LogFailure);
  });

  it.skipIf(process.getuid?.() === 0)('because it must not', async () => {
    const closed = path.join(folder, 'closed');
    await mkdir(closed);
    await writeFile(path.join(closed, 'log.jsonl'), '');
    await chmod(path.join(closed, 'log.jsonl'), 0o400);
    await expect(appendEvents(path.join(closed, 'log.jsonl'), [event('a')])).rejects.toMatchObject({ code: 'EACCES' });
  });

  it('because there is no room for it, and the next event is whole again', async () => {
    const file = path.join(folder, 'full.jsonl');
    const script = await writer();
    // ulimit counts blocks of 512 or 1024 bytes.
    const limited = spawn('sh', [
      '-c',
      `trap '' XFSZ; ulimit -f 4; exec "$0" "$@"`,
      process.execPath,
      script,
      file,
      'a',
      '1',
      '9000',
    ]);
    let stderr = '';
    limited.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(limited, 'close')) as [number];
    expect([code, stderr]).toEqual([1, expect.stringMatching(/took only \d+ of \d+ bytes|EFBIG/)]);
    await appendEvents(file, [event('b')]);
    expect(await idsIn(file)).toEqual(['b']);
  });
});

it('keeps the lines of many processes whole', { timeout: 400_000 }, async () => {
  const many = deep ? 100 : 14;
  const file = path.join(folder, 'many.jsonl');
  const script = await writer();
  const processes = Array.from({ length: many }, (_, index) =>
    spawn(process.execPath, [script, file, `p${index}`, '5', '100000'], { stdio: 'inherit' }),
  );
  const codes = await Promise.all(processes.map(each => once(each, 'close')));
  expect(codes.every(([code]) => code === 0)).toBe(true);
  const ids = await idsIn(file);
  expect([ids.length, new Set(ids).size]).toEqual([5 * many, 5 * many]);
});

/** A program that appends events: file, prefix of their ids, how many, bytes of each. */
function writer(): Promise<string> {
  return buildProgram(
    `import { appendEvents } from './append.ts';
    const [file, prefix, count, size] = process.argv.slice(2);
    for (let i = 0; i < Number(count); i++)
      await appendEvents(file, [{ type: 'decision', id: prefix + '-' + i, at: '2026-03-02T10:00:00Z', input: { text: 'x'.repeat(Number(size)) } }]);`,
    { folder: import.meta.dirname, into: folder },
  );
}
