import { describe, expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { withCursor } from '../../testing/cursor.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { complete } from './completion/complete.ts';
import { definitionAt } from './definition.ts';
import { hoverAt } from './hover/hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { subjectAt } from './projects.ts';
import { referencesAt } from './references.ts';
import { renameAt } from './rename.ts';

const text = `escalation: 2
name: tables
version: 1.0.0
signals:
  deploy.env: { type: string, enum: [dev, staging, prod, "yes"] }
  tenant: { type: string }
  vip: { type: boolean }
  level: { type: integer, enum: [1, 2] }
  amount: { type: number }
thresholds:
  least: { value: 0.7, per: deploy.env, values: { dev: 0.5, prod: 0.8 }, unit: USD, minimum: 0, maximum: 1, description: The least. }
  limit:
    per: vip
    values:
      true: 5
      false: 6
rules:
  - id: a
    when: amount > thresholds.least + thresholds.limit
    decide: pause
`;

/** What is at a cursor mark, which replaces a part of the text. */
function at(part: string, marked: string) {
  const whole = withCursor(text.replace(part, marked));
  const workspace = memoryWorkspace({ 'a.escalation.yaml': whole.text });
  return { ...whole, projects: createQueries(workspace), uri: workspace.uri('a.escalation.yaml') };
}

async function completions(part: string, marked: string) {
  const { projects, uri, position, text: written } = at(part, marked);
  const items = await complete(projects, uri, position);
  return {
    values: items.filter(({ kind }) => kind === 'value' || kind === 'signal').map(({ label }) => label),
    choose: (label: string) => {
      const chosen = items.find(each => each.label === label);
      return chosen && applyEdits(written, [{ range: chosen.range, newText: chosen.newText }]);
    },
  };
}

describe('completion', () => {
  test('of `per` offers the signals that can choose', async () => {
    expect((await completions('per: vip', 'per: ‸')).values).toEqual(['deploy.env', 'tenant', 'vip', 'level']);
  });

  test('of keys offers the values that have no entry yet', async () => {
    const { values, choose } = await completions('dev: 0.5, prod: 0.8', 'dev: 0.5, ‸');
    expect(values).toEqual(['staging', 'prod', 'yes']);
    expect(choose('staging')).toContain('values: { dev: 0.5, staging: $1 }');
    expect((await completions('      false: 6', '      ‸')).values).toEqual(['false']);
    expect(
      (
        await completions('per: vip\n    values:\n      true: 5\n      false: 6', 'per: level\n    values:\n      ‸')
      ).choose('2'),
    ).toContain('"2": $1');
  });

  test('shows the values of a table next to its name', async () => {
    const { projects, uri, position } = at('+ thresholds.limit', '+ thresholds.‸');
    const items = await complete(projects, uri, position);
    expect(items.find(({ label }) => label === 'least')?.detail).toBe('0.5 (dev), 0.8 (prod), else 0.7');
  });
});

describe('hover', () => {
  test('shows a table with its values', async () => {
    const { projects, uri, position } = at('thresholds.least +', 'thresholds.l‸east +');
    const { contents = '' } = (await hoverAt(projects, uri, position)) ?? {};
    expect(contents).toContain('**Threshold** `thresholds.least`, by `deploy.env`, from 0 to 1');
    expect(contents).toContain(
      '| `deploy.env` | value USD |\n| --- | --- |\n| `dev` | `0.5` |\n| `prod` | `0.8` |\n| all others | `0.7` |',
    );
    expect(contents).toContain('The least.');
  });
});

test('a hint shows the values of a table', async () => {
  const { projects, uri } = at('amount > ', 'amount > ‸');
  const subject = await subjectAt(projects, uri);
  if (subject?.kind !== 'rule-set') throw new Error('This is a rule set.');
  const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  expect(inlayHints(subject, everything).map(({ label }) => label)).toEqual([
    '= 0.5 (dev), 0.8 (prod), else 0.7',
    '= 5 (true), 6 (false)',
  ]);
});

test('the signal of a table can be followed, found and renamed', async () => {
  const { projects, uri, position } = at('per: deploy.env', 'per: deploy.e‸nv');
  const lines = (places: readonly { range: { start: { line: number } } }[]) =>
    places.map(({ range }) => range.start.line);
  expect(lines(await definitionAt(projects, uri, position))).toEqual([4]);
  expect(lines(await referencesAt(projects, uri, position, { withDefinition: true }))).toEqual([4, 10]);
  const renamed = await renameAt(projects, uri, position, 'stage');
  expect(JSON.stringify(renamed)).toContain('"newText":"stage"');
});
