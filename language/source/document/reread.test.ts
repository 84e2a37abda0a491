import { describe, expect, it } from 'vitest';
import { ruleSetText } from '../../../bench/generate/rule-set-text.ts';
import { listIn } from '../project/names.ts';
import { some } from '../../../testing/random/random-cases.ts';
import { parseSource, type SourceDocument } from './document.ts';

const uri = 'file:///a.escalation.yaml';
const { text, ruleStart } = ruleSetText(40);
const document = parseSource(uri, text);

function replaced(start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** The next version, which must say what it would say if nothing had been known before. */
function next(before: SourceDocument, now: string): SourceDocument {
  const document = parseSource(uri, now, before);
  const fresh = parseSource(uri, now);
  expect(document.value).toEqual(fresh.value);
  expect(document.problems).toEqual(fresh.problems);
  expect(document.comments).toEqual(fresh.comments);
  for (const path of [
    ['rules', 39, 'reason'],
    ['rules', 12],
    ['default', 'reason'],
    ['thresholds', 'angry'],
  ]) {
    expect(document.rangeOf(path, 'item')).toEqual(fresh.rangeOf(path, 'item'));
    expect(document.rangeInScalar(path, 2, 5)).toEqual(fresh.rangeInScalar(path, 2, 5));
  }
  return document;
}

describe('an ordinary edit reads the entry that it changes', () => {
  const condition = text.indexOf('when: ', ruleStart(20)) + 'when: '.length;
  const line = text.indexOf('\n', condition) + 1;
  const rule = text.lastIndexOf('\n', ruleStart(21)) + 1;
  const threshold = text.indexOf('value: 0.7');
  const whole = '  - id: new\n    when: "legal" in policy_flags\n    decide: stop\n\n';

  it.each([
    ['a character in a condition', replaced(condition, condition, 'x')],
    ['a new line in a rule', replaced(line, line, '    description: Why.\n')],
    ['a text over several lines', replaced(line, line, '    description: |\n      one\n\n      two\n')],
    ['a new rule', replaced(rule, rule, whole)],
    ['a rule less', replaced(text.lastIndexOf('\n', ruleStart(20)) + 1, rule, '')],
    ['the first rule', replaced(ruleStart(0) + 2, ruleStart(0) + 2, 'x')],
    ['the last rule', replaced(ruleStart(39) + 8, ruleStart(39) + 8, 'x')],
    ['a threshold', replaced(threshold, threshold + 10, 'value: 0.8')],
    [
      'a new signal',
      replaced(text.indexOf('\nthresholds'), text.indexOf('\nthresholds'), '  spare: { type: boolean }\n'),
    ],
    ['a comment', replaced(line, line, '    # why\n')],
    ['an expression that YAML would read otherwise', replaced(condition, line - 1, '"a" in policy_flags')],
    ['a quote that is still open', replaced(condition, line - 1, "'confidence")],
    ['a key that is still without its colon', replaced(line, line, '    descr\n')],
    ['a key that stands twice', replaced(line, line, '    decide: stop\n')],
  ])('%s', (_, now) => {
    expect(next(document, now).read).toBe('part');
  });

  it('however many come one after the other', () => {
    let now = document;
    const ends = Array.from({ length: whole.length }, (_, index) => index + 1);
    for (const at of some(ends, 25)) {
      now = next(now, replaced(rule, rule, `${whole.slice(0, at)}\n`));
      // A blank and a dash alone at the end of a list can be anything.
      if (at > '  - '.length) expect(now.read).toBe('part');
    }
  });

  it('in a list at the margin, and in a file with other line ends', () => {
    for (const other of [text.replace(/^ {2}(?= {2}|- )/gm, ''), text.replaceAll('\n', '\r\n')]) {
      const before = parseSource(uri, other);
      const at = other.indexOf('amount > ') + 'amount > '.length;
      expect(next(before, other.slice(0, at) + '7' + other.slice(at)).read).toBe('part');
    }
  });

  it('and leaves all others the objects that they were', () => {
    const now = next(document, replaced(rule, rule, whole));
    const before = listIn(document.value, 'rules');
    const after = listIn(now.value, 'rules');
    expect(after).toHaveLength(41);
    // What is new stands in front of a rule, and could have been the end of that before.
    for (const [index, each] of before.entries())
      if (index !== 21) expect(after[index + Number(index > 21)]).toBe(each);
  });
});

describe('the whole text is read where a part says too little', () => {
  it.each([
    ['an anchor', replaced(text.indexOf('value: 0.7'), text.indexOf('value: 0.7'), 'x: &a 1, ')],
    ['a change of several sections', replaced(text.indexOf('  angry'), text.indexOf('rules:'), '')],
    ['a key at the margin', text.replace('version: 1.0.0', 'version: 1.0.1')],
    ['a line that ends a list', replaced(ruleStart(20) - 2, ruleStart(20) - 2, 'tags: []\n')],
    ['a tab', text.replace('    title', '\t  title')],
    ['a document that begins', replaced(ruleStart(20) - 2, ruleStart(20) - 2, '---\n')],
    ['a name that is declared twice', text.replace('  angry: -0.6', '  angry: -0.6\n  large_amount: 1')],
  ])('%s', (_, now) => {
    expect(next(document, now).read).toBe('whole');
  });

  it('the text before has an alias', () => {
    const aliased = text.replace('angry: -0.6', 'angry: &a -0.6\n  calm: *a');
    expect(next(parseSource(uri, aliased), aliased.replace('escalate', 'route')).read).toBe('whole');
  });

  it('it is another file, or JSON', () => {
    const other = parseSource('file:///a.samples.yaml', text);
    expect(parseSource(uri, text.replace('escalate', 'route'), other).read).toBe('whole');
    const json = parseSource('file:///a.escalation.json', '{ "rules": [1] }');
    expect(parseSource('file:///a.escalation.json', '{ "rules": [2] }', json).read).toBe('whole');
  });
});
