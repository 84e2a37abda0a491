import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { Json } from '../../engine/model/json.ts';
import { cases } from '../../testing/random/random-cases.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { renameAt } from './rename.ts';

const files = (signals: readonly string[], macro: string, fields: readonly string[], extra: string) => {
  const [a = 'a', b = 'b', c = 'c'] = signals;
  return {
    'lib.escalation.yaml': `escalation: 1\nname: lib\nversion: 1.0.0\nsignals:\n  ${a}: { type: number }\ntargets:\n  desk: { kind: human, acknowledgeWithin: 5m }\n`,
    'main.escalation.yaml': `escalation: 1
name: main
version: 1.0.0
imports: [./lib.escalation.yaml]
signals:
  ${b}: { type: number }
  ${c}: { type: number }
  flags: { type: array, items: { type: number } }
thresholds: { low: 2, high: 5 }
payloads:
  context@1: { fields: { one: ${fields[0] ?? 'x'}, two: ${b} } }
rules:
  - id: first
    when: ${a} > thresholds.low && flags.exists(${macro}, ${macro} > ${b})
    decide: escalate
    to: desk
    payload: context@1
    reason: "{{ ${c} }} of {{ thresholds.high }}"
  - id: second
    when: ${c} < thresholds.high
    decide: pause
    reason: Low.
default: { decide: stop }
`,
    'main.samples.yaml': `samples: 1\nruleset: ./main.escalation.yaml\ncases:\n  - name: one\n    input: ${JSON.stringify(inputOf({ [a]: 3, [b]: 1, [c]: 4, [extra]: 9, flags: [2] }))}\n    expect: { rule: first }\n`,
  };
};

/** `{ 'a.b': 1 }` as `{ a: { b: 1 } }`; of paths that lead through a value, the value. */
function inputOf(values: Readonly<Record<string, Json>>): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split('.');
    let at = input;
    for (const step of steps.slice(0, -1)) {
      const inside = at[step] ?? (at[step] = {});
      if (typeof inside !== 'object' || inside === null || Array.isArray(inside)) break;
      at = inside;
    }
    const last = steps.at(-1) ?? '';
    if (!Object.hasOwn(at, last)) at[last] = value;
  }
  return input;
}

async function state(texts: Readonly<Record<string, string>>) {
  const workspace = memoryWorkspace(texts);
  const codes: string[] = [];
  for (const file of Object.keys(texts)) {
    const { findings } = await createQueries(workspace).findings(workspace.uri(file));
    // Unread data in a sample's input becomes a warning when a threshold gets its name, and rightly so.
    const shown = ({ code, severity }: (typeof findings)[number]) =>
      code === 'unknown-input' ? `${file} ${code}` : `${file} ${severity} ${code}`;
    codes.push(...findings.map(shown));
  }
  const samples = await createQueries(workspace).samples(workspace.uri('main.samples.yaml'));
  const compiled = samples === null || samples.project === null ? null : compile(samples.project.ruleSet);
  const records = (samples?.cases ?? []).map(({ sample }) => {
    if (compiled === null) return null;
    const { decision, to, rule, reason, payload, missing } = decide(compiled, sample.input, { at: 0, trace: false });
    return { decision, to, rule: rule?.version, reason, data: payload?.data ?? null, missing: missing.length };
  });
  return { codes: codes.sort(), records };
}

const runs = cases(14);

const name = fc.constantFrom('a', 'b', 'c', 'd', 'a.b', 'a.c', 'b.a', 'd.a', 'v', 'session', 'flags', 'amount');

test('after a rename that is accepted, all files have the findings and make the decisions that they did', async () => {
  let accepted = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 3, maxLength: 3 }),
      fc.constantFrom('v', 'a', 'x'),
      fc.array(fc.constantFrom('session', 'd', 'a', 'session.a'), { minLength: 1, maxLength: 1 }),
      name,
      fc.nat(),
      fc.oneof(name, fc.constantFrom('low', 'high', 'desk', 'other-desk', 'second', 'third', 'context@2', 'pause')),
      async (signals, macro, fields, extra, pick, wanted) => {
        const texts: Record<string, string> = files(signals, macro, fields, extra);
        const workspace = memoryWorkspace(texts);
        const projects = createQueries(workspace);
        const before = await state(texts);
        // What is broken may become whole.
        fc.pre(!before.codes.some(code => code.includes(' error ')));
        const project = await projects.project(workspace.uri('main.escalation.yaml'));
        const places = [...(project?.definitions ?? []), ...(project?.references ?? [])];
        const chosen = places[pick % Math.max(1, places.length)];
        if (chosen === undefined) return;
        const renamed = await renameAt(projects, chosen.uri, chosen.range.start, wanted);
        if (renamed === null || 'refused' in renamed) {
          refused++;
          if (renamed !== null) expect(renamed.refused).toMatch(/\.$/);
          return;
        }
        accepted++;
        const changed = Object.fromEntries(
          Object.entries(texts).map(([file, text]) => [
            file,
            applyEdits(
              text,
              renamed.edits.filter(({ uri }) => uri === workspace.uri(file)),
            ),
          ]),
        );
        const after = await state(changed);
        const records = after.records.map(each =>
          each?.to === wanted && chosen.kind === 'target' ? { ...each, to: chosen.name } : each,
        );
        expect(
          { ...after, records },
          JSON.stringify({ signals, macro, fields, extra, at: chosen.name, wanted }),
        ).toEqual(before);
      },
    ),
    { numRuns: runs },
  );
  expect(accepted).toBeGreaterThan(runs / 12);
  expect(refused).toBeGreaterThan(runs / 12);
}, 300_000);
