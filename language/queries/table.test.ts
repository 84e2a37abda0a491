import { describe, expect, it } from 'vitest';
import type { LiveWorkspace } from '../workspace.ts';
import { Kept } from './kept.ts';
import { Table, type Scope } from './table.ts';

/** A workspace whose files the test changes. */
function changing(texts: Record<string, string>) {
  const files = new Map(Object.entries(texts).map(([uri, text], stamp) => [uri, { contents: { text }, stamp }]));
  let stamps = files.size;
  const known: LiveWorkspace['known'] = uri => Promise.resolve(files.get(uri) ?? { contents: undefined, stamp: -1 });
  const workspace = {
    revision: 0,
    known,
    read: async (uri: string) => ({ uri, ...(await known(uri)).contents }) as { uri: string; text: string },
    list: () => Promise.resolve([...files.keys()]),
  };
  const change = (uri: string, text: string) => {
    workspace.revision++;
    files.set(uri, { contents: { text }, stamp: stamps++ });
  };
  return { workspace, change };
}

const textIn = async ({ workspace }: Scope, uri: string) => {
  const file = await workspace.read(uri);
  return file !== undefined && 'text' in file ? file.text : '';
};

/** Asks for the text of a file, and counts how often it is worked out. */
function counting(workspace: LiveWorkspace) {
  const table = new Table<{ text: string; last: string | undefined }>(new Kept(), workspace);
  let count = 0;
  const get = (uri: string) =>
    table.get(uri, async (scope, last) => {
      count++;
      return { text: await textIn(scope, uri), last: last?.text };
    });
  return { table, get, count: () => count };
}

describe('an answer', () => {
  it('is the same until a file that it was made from changes', async () => {
    const { workspace, change } = changing({ a: '1', b: '1' });
    const { get, count } = counting(workspace);
    const first = await get('a');
    change('b', '2');
    expect(await get('a')).toBe(first);
    change('a', '2');
    expect(await get('a')).toEqual({ text: '2', last: '1' });
    expect(count()).toBe(2);
  });

  it('holds as long as the answers do that it asked for', async () => {
    const { workspace, change } = changing({ a: '1', b: '1' });
    const { get: inner } = counting(workspace);
    const outer = new Table<string>(new Kept(), workspace);
    let count = 0;
    const get = () => outer.get('sum', async ({ ask }) => `${(await ask(() => inner('a'))).text}${count++}`);
    expect(await get()).toBe('10');
    change('b', '2');
    expect(await get()).toBe('10');
    change('a', '2');
    expect(await get()).toBe('21');
  });

  it('holds as long as the list of files does, if it asked for that', async () => {
    const { workspace, change } = changing({ a: '1' });
    const table = new Table<number>(new Kept(), workspace);
    const get = () => table.get('files', async ({ workspace: files }) => (await files.list()).length);
    expect(await get()).toBe(1);
    change('b', '1');
    expect(await get()).toBe(2);
  });

  it('is worked out once for all who ask at the same time, and again once it was forgotten', async () => {
    const { workspace } = changing({ a: '1' });
    const { get, table, count } = counting(workspace);
    const [one, other] = await Promise.all([get('a'), get('a')]);
    expect(other).toBe(one);
    expect(count()).toBe(1);
    table.forget('a');
    expect(await get('a')).not.toBe(one);
  });

  it('is not kept if it failed', async () => {
    const { workspace } = changing({});
    const table = new Table<string>(new Kept(), workspace);
    await expect(table.get('a', () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(await table.get('a', () => Promise.resolve('right'))).toBe('right');
  });

  it('is begun again if what it is made from changes meanwhile', async () => {
    const { workspace, change } = changing({ a: '1' });
    const table = new Table<string>(new Kept(), workspace);
    const begun: string[] = [];
    const answer = await table.get('a', async scope => {
      const text = await textIn(scope, 'a');
      begun.push(text);
      if (text === '1') change('a', '2');
      await scope.proceed();
      return text;
    });
    expect(answer).toBe('2');
    expect(begun).toEqual(['1', '2']);
  });
});
