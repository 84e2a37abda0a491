import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  alice,
  createReleaseRepository,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

let repository: ReleaseRepository;

beforeEach(() => {
  repository = createReleaseRepository();
});
afterEach(() => repository.remove());

test('samples belong to a rule file by whatever symbolic links they name it', async () => {
  await repository.release();
  repository.write({
    'alias.samples.yaml': `samples: 1
ruleset: ./alias.escalation.yaml
cases:
  - { name: A middling one, input: { amount: 1500 }, expect: { decide: escalate } }
`,
  });
  symlinkSync(ruleFile, path.join(repository.folder, 'alias.escalation.yaml'));
  repository.edit(ruleFile, /1000/g, '2000');
  repository.edit(ruleFile, '1.0.0', '2.0.0');
  repository.edit(ruleFile, 'loosening: 2', 'loosening: 0');
  repository.commitAll('Larger refunds');
  const { run } = repository;
  expect((await run('approve', ruleFile, '--why', 'Fits', ...alice)).stdout).toContain('A middling one');
  const refused = await run('release', ruleFile);
  expect(refused.stdout).toContain('Not every sample passes: alias.samples.yaml (A middling one)');
  expect(refused.code).toBe(1);
  expect((await run('check', ruleFile, '--samples')).stdout).toContain('alias.samples.yaml:4:64 error sample-fails');
  expect((await run('diff', 'release:1.0.0', ruleFile)).stdout).toContain('2 samples');
});
