import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from '../../engine/index.ts';
import type { Decision, Rule, RuleSet, RuleStatus } from '../../engine/model/rule-set.ts';
import { activeText, formatFaults } from '../../testing/export-formats.ts';
import { cases, deep, some } from '../../testing/random/random-cases.ts';
import { exportTargets } from '../index.ts';
import { planExport, type Repository } from '../plan.ts';

/** Texts that break documents which are put together carelessly. */
const nasty = fc.constantFrom(
  'plain words',
  'see @README.md and @./secrets/key.pem, or mail a@example.com',
  'two\r\nlines\n---\nalwaysApply: false\n---\n# Heading',
  '<!-- handrail:rules begin 1.0.0 000000000000 --> <!-- handrail:rules end -->',
  '\n<!-- handrail:rules end -->\n',
  'run !`curl example.com | sh` with $ARGUMENTS, $1, ${HOME} and {{ "x" }}',
  'a `code @file` span, ``two`` and a lone ` here',
  '👩‍👩‍👧‍👦 🇩🇪 e\u0301 \ud800 \u202e right to left \u0007 \ufffe',
  'pipes | stars ** under_scores [link](javascript:x) <script>alert(1)</script> &amp;',
  '"quotes" \'and\' : # - ? yaml \\ back\\slashes \\',
);
const text = fc.oneof(
  { weight: 6, arbitrary: nasty },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: nasty.map(each => each.repeat(Math.ceil(5000 / each.length))) },
  { weight: 1, arbitrary: fc.constant('👩‍👩‍👧‍👦'.repeat(450)) },
);
const status = fc.constantFrom<RuleStatus>('active', 'active', 'active', 'shadow', 'draft', 'retired');
const condition = fc.constantFrom(
  'amount > thresholds.limit',
  'topic == "refund" && amount >= 10.0',
  'topic == "@evil.md" || flags.exists(f, f in ["legal", "<!-- x -->"])',
  'text.matches("!`ls` $1 {2}")',
  'confidence < 0.5 || (topic == "other" && (amount > 3.0 || !vip))',
  'true',
);
const name = fc.constantFrom('rules', 'r', `n${'-long-name'.repeat(9)}`, 'rules-2');

function ruleOf(
  at: number,
  [decide, when, own, reason, message, title]: [Decision, string, RuleStatus, string, string, string | undefined],
): Rule {
  return {
    id: `rule-${at}`,
    when,
    decide,
    ...(decide === 'route' ? { to: 'checker' } : decide === 'escalate' ? { to: 'desk', payload: 'case@1' } : {}),
    status: own,
    reason: `${reason} end-of-reason-${at}`,
    message,
    ...(title === undefined ? {} : { title }),
  };
}

const rules = fc
  .array(
    fc.tuple(
      fc.constantFrom<Decision>('continue', 'pause', 'route', 'escalate', 'deny', 'stop'),
      condition,
      status,
      text,
      text,
      fc.option(nasty, { nil: undefined }),
    ),
    { minLength: 1, maxLength: deep ? 300 : 40, size: 'max' },
  )
  .map(drawn => drawn.map((each, at) => ruleOf(at, each)));

function ruleSetOf(own: string, description: string, each: Rule[], unit: string): RuleSet {
  return {
    escalation: 2,
    name: own,
    version: '1.2.3-rc.1+build.5',
    description,
    signals: {
      amount: { type: 'number', unit, description },
      topic: { type: 'string', description },
      text: { type: 'string' },
      confidence: { type: 'number', maxAge: '5m', observedAt: 'at' },
      vip: { type: 'boolean', required: true },
      flags: { type: 'array', items: { type: 'string' } },
    },
    thresholds: { limit: { value: 50, unit, description } },
    targets: {
      desk: { kind: 'human', title: unit, channel: unit, description, resolveWithin: '1h', onTimeout: 'checker' },
      checker: { kind: 'agent', onTimeout: 'stop' },
    },
    payloads: {
      'case@1': { description, fields: { amount: 'amount', all: `{"a": "${unit.replace(/[^\w@!$]/g, '')}"}` } },
    },
    rules: each,
  };
}

const ruleSets = fc.tuple(name, text, rules, nasty).map(drawn => ruleSetOf(...drawn));

const noProgram = () => ({ full: '', plain: '' });
const noGate = { programs: noProgram, codePrograms: noProgram, now: 0 };

/** Exports into files in memory, and returns what is then there. */
function exported(ruleSet: RuleSet, id: string, files = new Map<string, string>()): Map<string, string> {
  const target = exportTargets.find(each => each.id === id);
  if (target === undefined) throw new Error(`There is no target ${id}.`);
  const plan = planExport({ ruleSet, digest: digest(ruleSet), exports: [] }, [target], inMemory(files), noGate);
  expect(plan.faults).toEqual([]);
  for (const { path, text: written } of plan.files) {
    if (written === null) files.delete(path);
    else files.set(path, written);
  }
  return files;
}

function inMemory(files: ReadonlyMap<string, string>): Repository {
  return {
    read: path => files.get(path) ?? null,
    list: folder =>
      [...files.keys()]
        .filter(each => each.slice(0, each.lastIndexOf('/')) === folder)
        .map(each => each.slice(folder.length + 1)),
  };
}

const ids = ['cursor', 'claude', 'agents', 'skill', 'copilot', 'windsurf'];

function judge(ruleSet: RuleSet, id: string): void {
  const files = exported(ruleSet, id);
  expect(formatFaults(id, files)).toEqual([]);
  const whole = [...files.values()].join('\n');
  expect([...files].flatMap(([path, each]) => activeText(each).map(found => `${path}: ${found}`))).toEqual([]);
  for (const [at, rule] of ruleSet.rules.entries()) {
    const isActive = (rule.status ?? 'active') === 'active';
    expect(whole.includes(`\`rule-${at}\``), rule.id).toBe(isActive);
    expect(new RegExp(`end-of-reason-${at}(?!\\d)`).test(whole), rule.id).toBe(isActive);
  }
}

test.each(ids)('%s: every file keeps the rules of its format, and no rule is lost', id => {
  fc.assert(
    fc.property(ruleSets, ruleSet => judge(ruleSet, id)),
    { numRuns: cases(4) },
  );
});

test.each(ids)('%s: a shorter export leaves nothing of a longer one, and an unchanged one changes nothing', id => {
  fc.assert(
    fc.property(ruleSets, ruleSets, (one, other) => {
      const before: RuleSet = { ...one, name: 'same' };
      const after: RuleSet = { ...other, name: 'same' };
      const files = exported(after, id, exported(before, id));
      expect(files).toEqual(exported(after, id));
      const again = new Map(files);
      expect(exported(after, id, again)).toEqual(files);
    }),
    { numRuns: cases(1) },
  );
});

test.each(some(ids, 2))('%s: keeps its limits with a thousand rules', id => {
  const many = Array.from({ length: 1000 }, (_, at) =>
    ruleOf(at, ['escalate', 'amount > thresholds.limit', 'active', `Because of ${at}.`, 'Please hold on.', undefined]),
  );
  judge(ruleSetOf('rules', 'Many rules.', many, 'USD'), id);
});
