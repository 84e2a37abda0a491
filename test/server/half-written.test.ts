import { afterEach, expect, test } from 'vitest';
import { pulling, startClient, stopAll } from './language-client.ts';
import { deep } from '../../testing/random/random-cases.ts';
import { askOrderly, everyRequest, methods } from './requests.ts';
import { refunds, ruleFile, samples, samplesFile, workspace } from './rule-sets.ts';

afterEach(stopAll);

/** Requests are sent each time this many characters are typed. */
const every = deep ? 1 : 3;

test.each([
  ['a rule file', ruleFile, refunds],
  ['a sample file', samplesFile, samples],
])('%s, typed letter by letter, with a question of each kind in turn', async (_, path, text) => {
  const client = await startClient({ files: workspace(), capabilities: pulling });
  const uri = client.open(path, '');
  const answers: Promise<unknown>[] = [];
  let line = 0;
  let character = 0;
  for (let offset = 0; offset < text.length; offset++) {
    client.insert(path, offset, text[offset] ?? '');
    if (text[offset] === '\n') [line, character] = [line + 1, 0];
    else character++;
    if (offset % every !== 0) continue;
    const method = methods[(offset / every) % methods.length] ?? '';
    const answer = askOrderly(client, method, everyRequest[method]?.({ uri, line, character }));
    // Like an editor, with completion. Sometimes waits for all answers, as when somebody pauses.
    answers.push(
      answer,
      askOrderly(
        client,
        'textDocument/completion',
        everyRequest['textDocument/completion']?.({ uri, line, character }),
      ),
    );
    if (offset % (7 * every) === 0) await Promise.all(answers.splice(0));
  }
  await Promise.all(answers);
  expect(client.text(path)).toBe(text);
  expect(client.errors()).toEqual([]);
  const report = await client.ask<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri } });
  expect(report.items).toEqual([]);
});

test('a rule file, deleted from its end', async () => {
  const client = await startClient({ files: workspace() });
  const uri = client.open(ruleFile, refunds);
  for (let length = refunds.length - 7; length > 0; length -= 7) {
    client.change(ruleFile, refunds.slice(0, length));
    const method = methods[length % methods.length] ?? '';
    const lines = refunds.slice(0, length).split('\n');
    await askOrderly(
      client,
      method,
      everyRequest[method]?.({ uri, line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }),
    );
  }
  expect(client.errors()).toEqual([]);
});
