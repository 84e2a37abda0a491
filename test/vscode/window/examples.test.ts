import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyOf, root } from '../../../scripts/host/folders.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { simulatorPage } from './simulator-page.ts';

let examples: Awaited<ReturnType<typeof copyOf>>;
let window: EditorWindow;

const soon = { timeout: 15_000 };

beforeAll(async () => {
  examples = await copyOf(path.join(root, 'examples'), 'examples');
  const file = 'customer-support/customer-support.escalation.yaml';
  window = await openWindow({ folder: examples.path, env: { HANDRAIL_OPEN: file } });
});

afterAll(async () => {
  await window?.close();
  await examples?.remove();
});

it('decides by another rule of the customer support example when the confidence falls', async () => {
  const simulator = await simulatorPage(window);
  await simulator.chooseSample('A small charge to be explained');
  await expect.poll(() => simulator.decision(), soon).toBe('continue, answer-from-knowledge-base@1');
  await simulator.set('agent.confidence', '0.6');
  await expect.poll(() => simulator.decision(), soon).toBe('route → answer-checker, uncertain-answer@1');

  // The reason: the rule that decides now, and the values in its clause.
  const why = simulator.frame.getByRole('tree');
  await why.getByRole('treeitem', { name: /uncertain-answer@1.*decides/ }).waitFor();
  const clause = why.getByRole('treeitem', { name: /agent\.confidence < thresholds\.min_confidence/ });
  expect(await clause.first().textContent()).toContain('0.6');

  // The payload.
  await simulator.frame.getByRole('tab', { name: 'Handoff' }).click();
  await simulator.frame.getByText('answer-check@1').first().waitFor();
});
