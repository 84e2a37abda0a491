import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { comparePositions } from '../location.ts';
import { type CheckedFile } from './check.ts';
import { cases, some } from '../../testing/random/random-cases.ts';

const folder = join(import.meta.dirname, '../../test/fixtures/whole');
const whole = readFileSync(join(folder, 'refunds.escalation.yaml'), 'utf8');
const library = readFileSync(join(folder, 'common/targets.escalation.yaml'), 'utf8');
const schema = readFileSync(join(folder, 'payloads/refund-handoff.v1.schema.json'), 'utf8');

async function check(text: string, name = 'refunds.escalation.yaml'): Promise<CheckedFile> {
  const workspace = memoryWorkspace({
    'refunds.escalation.yaml': whole,
    'common/targets.escalation.yaml': library,
    'payloads/refund-handoff.v1.schema.json': schema,
    [name]: text,
  });
  const checked = await createQueries(workspace).findings(workspace.uri(name));
  for (const { range, message, fixes, related } of checked.findings) {
    expect(message).not.toBe('');
    for (const each of [{ range, message }, ...related]) {
      expect(each.message).not.toBe('');
      expect(comparePositions(each.range.start, each.range.end)).toBeLessThanOrEqual(0);
    }
    for (const edit of fixes.flatMap(fix => fix.edits))
      expect(comparePositions(edit.range.start, edit.range.end)).toBeLessThanOrEqual(0);
  }
  // What cannot decide is never clean.
  if (checked.kind === 'rule-set' && checked.project.kind === 'rule-set' && !checked.valid)
    expect(checked.findings.map(({ severity }) => severity)).toContain('error');
  return checked;
}

describe('documents of any quality', () => {
  it('the whole language is clean', async () => {
    const checked = await check(whole);
    // The example shows a signal of each kind; one is there to be shown only.
    expect(checked.findings.map(finding => `${finding.code} ${finding.message}`)).toEqual([
      'unused-signal Never used: no condition, reason or payload field names `waited`.',
      // Its default is a catch-all, and does not say so.
      expect.stringMatching(/^uncovered-input Only the default \(pause\) decides /),
    ]);
    expect(checked).toMatchObject({ kind: 'rule-set', valid: true });
  });

  it('every prefix, as while it is being written', async () => {
    const ends = Array.from({ length: whole.length }, (_, i) => i).filter(
      i => i % 13 === 0 || whole[i] === '\n' || whole[i - 1] === ':',
    );
    for (const end of some(ends, 20)) await check(whole.slice(0, end));
  });

  it('every line left out, doubled, or cut in the middle', async () => {
    const lines = whole.split('\n');
    const texts = lines.flatMap((line, i) =>
      [[], [line, line], [line.slice(0, line.length / 2)], [` ${line}`], [line.slice(1)]].map(middle =>
        [...lines.slice(0, i), ...middle, ...lines.slice(i + 1)].join('\n'),
      ),
    );
    for (const text of some(texts, 25)) await check(text);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      '\n',
      ' ',
      '  ',
      '- ',
      ': ',
      '!',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '#',
      '&a ',
      '*a',
      '|',
      '>',
      '%',
      '@',
      '\t',
      '\0',
      '\ud800',
      '<<: ',
      '---\n',
      '__proto__: ',
      '\r\n',
      '\ufeff',
      'when: ',
      '{{',
      '}}',
      '1e999',
      '"a" in b',
      '&&',
      '?',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insert: piece });

  it('random edits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async edits => {
        let text = whole;
        for (const { at, remove, insert } of edits) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + insert + text.slice(offset + remove);
        }
        await check(text);
      }),
      { numRuns: cases(12) },
    );
  });

  it('texts out of nothing but syntax, as YAML, JSON, samples and configuration', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            piece,
            fc.constantFrom('rules:\n', 'signals:\n', 'id: a', 'all:', 'imports: ', 'cases:', 'severity:'),
          ),
          { maxLength: 30 },
        ),
        fc.constantFrom(
          'a.escalation.yaml',
          'a.escalation.json',
          'a.samples.yaml',
          'a.samples.json',
          'handrail.config.yaml',
        ),
        async (pieces, name) => {
          await check(pieces.join(''), name);
        },
      ),
      { numRuns: cases(40) },
    );
  });

  it('any JSON value as a rule set or sample file', async () => {
    const names = [
      'rules',
      'signals',
      'targets',
      'payloads',
      'thresholds',
      'imports',
      'when',
      'id',
      'all',
      'to',
      'fields',
      'schema',
      'type',
      'cases',
      'expect',
      'rule',
      'default',
      'invariants',
      'assumptions',
      '__proto__',
      'constructor',
      'effective',
      'breaker',
      'onTimeout',
      'a',
    ];
    const { json } = fc.letrec(tie => ({
      json: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, true, 0, -1.5, 'a', 'a > 1', './a.escalation.json', 'pause', ''),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 5 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(
        json,
        fc.constantFrom('a.escalation.json', 'a.samples.json', 'a.escalation.yaml'),
        async (value, name) => {
          await check(JSON.stringify(value), name);
        },
      ),
      { numRuns: cases(40) },
    );
  });
});

describe('a broken document still says', () => {
  const broken = (from: string, to: string) => {
    expect(whole).toContain(from);
    return check(whole.replace(from, to));
  };
  const codes = ({ findings }: CheckedFile) =>
    findings.filter(finding => finding.severity === 'error').map(finding => finding.code);

  it.each([
    ['a missing quote', 'reason: "A refund of {{ amount }} USD needs a person."', 'reason: "A refund'],
    ['a trap', 'when: intent == "refund" && amount > 1000\n    decide', 'when: "refund" == intent\n    decide'],
    ['a half-written key', '    decide: route', '    dec'],
    ['an open bracket', 'breaker: { failures: 3, within: 10m, cooldown: 30m, then: pause }', 'breaker: { failures: 3'],
    ['a line indented too far', '    to: supervisor\n    payload', '     to: supervisor\n    payload'],
    ['a colon in a text', 'title: Legal threats go to a person', 'title: Legal: a person'],
    ['tabs', '    decide: continue', '\t\tdecide: continue'],
  ])('everything about the rest: %s', async (_name, from, to) => {
    expect(codes(await check(whole.replace('amount <= 50', 'amuont <= 50')))).toEqual(['undefined-signal']);
    expect(whole).toContain(from);
    const text = whole.replace(from, to).replace('amount <= 50', 'amuont <= 50');
    const found = await check(text);
    expect(codes(found)).toContain('undefined-signal');
    expect(codes(found).length).toBeLessThanOrEqual(4);
    expect(found).toMatchObject({ kind: 'rule-set', valid: false });
    if (found.kind === 'rule-set') {
      expect(found.project.definitionsOf('rule', 'small-refund')).toHaveLength(1);
      expect(found.project.definitionsOf('invariant', 'large-refunds-need-a-person')).toHaveLength(1);
    }
  });

  it('nothing more than the one fault', async () => {
    expect(codes(await broken('reason: "A refund of {{ amount }} USD needs a person."', 'reason: "A refund'))).toEqual([
      'yaml-syntax',
    ]);
    expect(
      codes(
        await broken(
          'when: intent == "refund" && amount > 1000\n    decide',
          'when: "refund" == intent && amount > 1000\n    decide',
        ),
      ),
    ).toEqual(['unquoted-expression']);
    expect(codes(await broken('title: Legal threats go to a person', 'title: Legal: a person'))).toEqual([
      'yaml-syntax',
    ]);
    expect(codes(await broken('    decide: route', '    dec'))).toEqual(['yaml-syntax']);
  });
});
