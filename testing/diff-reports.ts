import type { Witness } from '../engine/solver/gate.ts';
import type { Consequence, DiffEdit, Region, SemanticDiff } from '../engine/diff/facts.ts';
import { documentsOf } from '../language/source/documents.ts';
import { loadProject, type Project } from '../language/source/project/project.ts';
import type { ComparedRuleSet } from '../cli/formats/diff/report.ts';
import { memoryWorkspace } from './memory-workspace.ts';

const file = 'x.escalation.yaml';
const text = `escalation: 1
name: x
version: 1.0.0
signals: { n: { type: integer } }
rules: [{ id: few, when: n < 5, decide: continue }]
`;

/** @param files texts by path */
export async function loaded(files: Record<string, string>, path: string): Promise<Project> {
  const workspace = memoryWorkspace(files);
  const project = await loadProject(documentsOf(workspace), workspace.uri(path));
  if (project === null) throw new Error(`There is no ${path}.`);
  return project;
}

/** A region of the input `{ n: number }`. */
export function region(kind: Region['class'], number: number, more: Partial<Region> = {}): Region {
  return {
    id: `${kind}-${number}`,
    before: { rule: { id: 'few', version: 1 }, outcome: { decide: 'escalate', to: 'desk' } },
    after: { rule: null, outcome: { decide: 'continue' } },
    class: kind,
    condition: `n == ${number}`,
    when: null,
    traffic: [],
    together: [],
    causeProved: true,
    from: -Infinity,
    until: Infinity,
    witness: { input: { n: number }, at: null, free: [] } as unknown as Witness,
    share: { value: 0.1, exact: true },
    ...more,
  };
}

/** An edit of a threshold that makes a region, or has a consequence. */
export function edit(name: string, kind: DiffEdit['class'], made: Partial<DiffEdit>): DiffEdit {
  return {
    id: name,
    about: 'threshold',
    name,
    part: 'value',
    key: '',
    path: ['thresholds', name],
    side: 'after',
    before: 1,
    after: 2,
    class: kind,
    regions: [],
    matters: false,
    consequences: [],
    ...made,
  };
}

/** A consequence of a target's edit. */
export function consequence(message: string): Consequence {
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

/** A comparison of a rule set with itself that reports a diff; by default with one edit for each region and each consequence. */
export async function comparedRuleSet(
  parts: Partial<SemanticDiff>,
  more: Partial<ComparedRuleSet> = {},
): Promise<ComparedRuleSet> {
  const project = await loaded({ [file]: text }, file);
  const version = {
    label: file,
    path: file,
    project,
    show: () => file,
    file: () => file,
  };
  const { regions = [], consequences = [] } = parts;
  const diff: SemanticDiff = {
    equivalent: false,
    class: 'loosened',
    regions: [],
    undecided: [],
    undecidedBecause: '',
    complete: true,
    share: { value: 0.1, exact: true },
    edits: [
      ...regions.map(({ id, class: kind }) => edit(`of-${id}`, kind, { regions: [id] })),
      ...consequences.map(({ class: kind }, at) => edit(`of-${at}`, kind, { consequences: [at] })),
    ],
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
    approvers: null,
    authors: new Map(),
    ...more,
  };
}
