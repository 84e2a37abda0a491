import { describe, expect, test } from 'vitest';
import { comparedRuleSet as report, consequence, region } from '../../../testing/diff-reports.ts';
import { markdown } from './markdown.ts';
import type { RuleSetReport } from './report.ts';

const comment = (ruleSets: readonly RuleSetReport[]) =>
  markdown({ ruleSets, revisions: null, now: 0 }, { color: false, columns: 80, all: false });

describe('a comment on a pull request', () => {
  test('fits, however much changes; what loosens stays, and what is left out is counted', async () => {
    const regions = [
      ...Array.from({ length: 60 }, (_, at) => region('loosened', at)),
      ...Array.from({ length: 500 }, (_, at) => region('tightened', at)),
    ];
    const written = comment([await report({ regions })]);
    expect(written.length).toBeLessThanOrEqual(65_536);
    expect(written.match(/\*\*▼ loosened\*\*/g)).toHaveLength(60);
    const shown = written.match(/\*\*▲ tightened\*\*/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(50);
    expect(written).toMatch(new RegExp(`Left out: .*tightened \\(${500 - shown}\\)`));
    expect(written).toContain('560 edits: 60 loosened, 500 tightened; needs 2 approvals');
    expect(written.match(/<details>/g)?.length).toBe(written.match(/<\/details>/g)?.length);
  });

  test('fits for hundreds of rule sets too', async () => {
    const one = await report({ regions: [region('loosened', 1), region('rerouted', 2)] });
    const written = comment(Array.from({ length: 900 }, () => one));
    expect(written.length).toBeLessThanOrEqual(65_536);
    expect(written).toContain('### Handrail: 900 rule sets: 900 loosened');
    expect(written).toMatch(/Left out: .*loosened \(\d+\)/);
  });

  test('a condition that would fill it is cut, and says so', async () => {
    const condition = Array.from({ length: 5_000 }, (_, at) => `n != ${at}`).join(' && ');
    const written = comment([await report({ regions: [region('loosened', 1, { condition }), region('loosened', 2)] })]);
    expect(written.length).toBeLessThan(10_000);
    expect(written).toMatch(/… and [\d]+ more lines/);
    expect(written).toContain('n == 2');
  });

  test('what authors wrote is shown and does nothing', async () => {
    const nasty = '@octocat </details> | `x` <script>alert(1)</script> **loud** #1';
    const written = comment([
      await report({
        regions: [region('loosened', 1, { condition: 'name == "```" || name == "</details>"' })],
        consequences: [consequence(nasty)],
      }),
    ]);
    expect(written).toContain('  ````cel\n  name == "```" || name == "</details>"\n  ````');
    const line = written.split('\n').find(each => each.includes('octocat')) ?? '';
    expect(line).toContain('@\u200boctocat \\</details\\> \\| `x` \\<script\\>');
    expect(line).toContain('#\u200b1');
  });
});
