import { describe, expect, test } from 'vitest';
import { createQueries } from '../../queries/create-queries.ts';
import { memoryWorkspace } from '../../../testing/memory-workspace.ts';
import { prose, withoutMarkdown } from '../describe/markdown.ts';
import { hoverAt } from './hover.ts';

const bad =
  '[run](command:x) <img src=y> ![z](https://example.org/z.png) &lt;a&gt; **b** https://example.org www.example.org a@b.cd \u202e';
const text = `escalation: 1
name: refunds
version: 1.0.0
description: ${JSON.stringify(bad)}
signals:
  amount: { type: number, unit: ${JSON.stringify(bad)}, title: ${JSON.stringify(bad)}, description: ${JSON.stringify(bad)} }
thresholds:
  limit: { value: 1, unit: ${JSON.stringify(bad)}, title: ${JSON.stringify(bad)}, description: ${JSON.stringify(bad)} }
targets:
  desk: { kind: human, title: ${JSON.stringify(bad)}, description: ${JSON.stringify(bad)}, channel: ${JSON.stringify(bad)} }
payloads:
  case@1: { description: ${JSON.stringify(bad)}, schema: { type: object }, fields: {} }
invariants:
  - { id: never, never: amount > 5, reason: ${JSON.stringify(bad)} }
rules:
  - id: large
    title: ${JSON.stringify(bad)}
    reason: ${JSON.stringify(bad)}
    when: amount > thresholds.limit
    decide: escalate
    to: desk
    payload: case@1
`;

test('what people wrote is no link, no picture and no HTML in a hover', async () => {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
  const projects = createQueries(workspace);
  const seen = new Set<string>();
  for (const [line, written] of text.split('\n').entries()) {
    for (const { index } of written.matchAll(/\w+/g)) {
      const hover = await hoverAt(projects, workspace.uri('a.escalation.yaml'), {
        line,
        character: index,
      });
      if (hover?.contents.includes('command:x') === true) seen.add(hover.contents.split(' ')[0] ?? '');
      const outside = (hover?.contents ?? '').replace(/(`+)[^`]+\1/g, '').replace(/\\[^]/g, '');
      expect(outside, hover?.contents).not.toMatch(/[[<!&@\u202e]|:\/\/|www\./);
    }
  }
  expect([...seen].sort()).toEqual(['**Payload', '**Rule**', '**Signal**', '**Target**', '**Threshold**']);
});

describe('prose', () => {
  test('keeps code, and nothing else that is markup', () => {
    expect(prose('see `a_b` and [x](y)')).toBe('see `a_b` and \\[x\\](y)');
    expect(prose(undefined)).toBeUndefined();
  });

  test.each(['*a* _b_ [c](d) <e> ~f~ | g # h & i ! \\ j', 'a `b` c', 'https://k.l/ www.m.n o@p.q'])(
    'is the same again without markup: %s',
    written => {
      expect(withoutMarkdown(prose(written) ?? '')).toBe(written.replaceAll('`', ''));
    },
  );
});
