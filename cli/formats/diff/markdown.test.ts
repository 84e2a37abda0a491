import { describe, expect, test } from 'vitest';
import type { Witness } from '../../../engine/solver/gate.ts';
import type { Consequence, Region, SemanticDiff } from '../../../engine/diff/facts.ts';
import { documentsOf } from '../../../language/source/documents.ts';
import { loadProject, type Project } from '../../../language/source/project/project.ts';
import { memoryWorkspace } from '../../../testing/memory-workspace.ts';
import { markdown } from './markdown.ts';
import type { ComparedRuleSet, RuleSetReport } from './report.ts';

const file = 'x.escalation.yaml';
const text = `escalation: 1
name: x
version: 1.0.0
signals: { n: { type: integer } }
rules: [{ id: few, when: n < 5, decide: continue }]
`;

async function project(): Promise<Project> {
  const workspace = memoryWorkspace({ [file]: text });
  const loaded = await loadProject(documentsOf(workspace), workspace.uri(file));
  if (loaded === null) throw new Error(`There is no ${file}.`);
  return loaded;
}

function region(kind: Region['class'], number: number, condition = `n == ${number}`): Region {
  return {
    id: `${kind}-${number}`,
    before: { rule: { id: 'few', version: 1 }, outcome: { decide: 'escalate', to: 'desk' } },
    after: { rule: null, outcome: { decide: 'continue' } },
    class: kind,
    condition,
    when: null,
    traffic: [],
    together: [],
    causeProved: true,
    from: -Infinity,
    until: Infinity,
    witness: { input: { n: number }, at: null, free: [] } as unknown as Witness,
    share: { value: 0.1, exact: true },
  };
}

function consequence(message: string): Consequence {
  return {
    about: 'target',
    name: 'desk',
    path: ['targets', 'desk'],
    message,
    class: 'loosened',
    breaking: false,
    regions: 0,
  };
}

async function report(parts: Partial<SemanticDiff>): Promise<ComparedRuleSet> {
  const loaded = await project();
  const version = {
    label: file,
    path: file,
    project: loaded,
    show: () => '',
    file: () => '',
  };
  const diff: SemanticDiff = {
    equivalent: false,
    class: 'loosened',
    regions: [],
    undecided: [],
    undecidedBecause: '',
    complete: true,
    share: { value: 0.1, exact: true },
    edits: [],
    rules: [],
    unchanged: 0,
    consequences: [],
    work: 0,
    ...parts,
  };
  return {
    kind: 'compared',
    before: version,
    after: version,
    diff,
    measurement: null,
    approvals: 2,
    authors: new Map(),
  };
}

const comment = (ruleSets: readonly RuleSetReport[]) => markdown({ ruleSets, revisions: null }, { color: false });

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
    expect(written).toContain(`Left out: tightened (${500 - shown}).`);
    expect(written).toContain('60 loosened, 500 tightened, 0 rules unchanged; needs 2 approvals');
    expect(written.match(/<details>/g)?.length).toBe(written.match(/<\/details>/g)?.length);
  });

  test('fits for hundreds of rule sets too', async () => {
    const one = await report({ regions: [region('loosened', 1), region('rerouted', 2)] });
    const written = comment(Array.from({ length: 900 }, () => one));
    expect(written.length).toBeLessThanOrEqual(65_536);
    expect(written).toContain('### Handrail: 900 rule sets: 900 loosened, 900 rerouted');
    expect(written).toMatch(/Left out: .*loosened \(\d+\)/);
  });

  test('a condition that would fill it is cut, and says so', async () => {
    const condition = Array.from({ length: 5_000 }, (_, at) => `n != ${at}`).join(' && ');
    const written = comment([await report({ regions: [region('loosened', 1, condition), region('loosened', 2)] })]);
    expect(written.length).toBeLessThan(10_000);
    expect(written).toMatch(/… and [\d]+ more lines/);
    expect(written).toContain('n == 2');
  });

  test('what authors wrote is shown and does nothing', async () => {
    const nasty = '@octocat </details> | `x` <script>alert(1)</script> **loud** #1';
    const written = comment([
      await report({
        regions: [region('loosened', 1, 'name == "```" || name == "</details>"')],
        consequences: [consequence(nasty)],
      }),
    ]);
    expect(written).toContain('````cel\nname == "```" || name == "</details>"\n````');
    const line = written.split('\n').find(each => each.includes('octocat')) ?? '';
    expect(line).toContain('@\u200boctocat \\</details\\> \\| `x` \\<script\\>');
    expect(line).toContain('#\u200b1');
  });
});
