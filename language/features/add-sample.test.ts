import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../testing/marked-text.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Sample } from '../../engine/model/samples.ts';
import { listIn } from '../source/project/names.ts';
import { parseSource } from '../source/document/document.ts';
import { addSampleEdit, newSamplesText } from './add-sample.ts';
import { cases } from '../../testing/random/random-cases.ts';

const sample: Sample = {
  name: 'New one',
  at: '2026-03-02T10:00:00Z',
  input: { confidence: 0.6, flags: ['legal'] },
  expect: { decide: 'escalate', to: 'l1' },
};

function add(text: string, uri = 'file:///a.samples.yaml', added = sample): string | null {
  const edit = addSampleEdit(parseSource(uri, text), added);
  if (edit === null) return null;
  const result = applyEdits(text, [edit]);
  const before = listIn(parseSource(uri, text).value, 'cases');
  const document = parseSource(uri, result);
  expect(document.problems).toEqual([]);
  expect(listIn(document.value, 'cases')).toEqual([...before, JSON.parse(JSON.stringify(added))]);
  return result;
}

const head = 'samples: 1\nruleset: ./a.escalation.yaml\n';

describe('a sample is appended', () => {
  test('in the columns and the style of the last one', () => {
    const text = `${head}cases:\n  - name: a\n    input: { x: 1 }\n`;
    expect(add(text)).toBe(
      `${text}  - name: New one\n    at: "2026-03-02T10:00:00Z"\n    input: { confidence: 0.6, flags: [legal] }\n    expect: { decide: escalate, to: l1 }\n`,
    );
  });

  test('where the dashes stand under their key, with steps of four and blocks', () => {
    const text = `${head}cases:\n- name: a\n  input:\n      x: 1\n  expect:\n      decide: stop\n`;
    expect(add(text)).toBe(
      `${text}- name: New one\n  at: "2026-03-02T10:00:00Z"\n  input:\n      confidence: 0.6\n      flags: [legal]\n  expect:\n      decide: escalate\n      to: l1\n`,
    );
  });

  test('with a blank line where the others have one, before what follows, with its comments kept', () => {
    const text = `${head}cases:\n  - name: a\n    input: {}\n\n  - name: b # why\n    input: {} # none\n    # more about b\n\ndescription: x\n`;
    const result = add(text);
    expect(result).toContain('    input: {} # none\n    # more about b\n\n  - name: New one\n');
    expect(result).toMatch(/to: l1 \}\n\ndescription: x\n$/);
  });

  test('without a line break at the end, and with the line breaks of the file', () => {
    expect(add(`${head}cases:\n  - name: a\n    input: {}`)).toContain('input: {}\n  - name: New one\n');
    const windows = `${head}cases:\n  - name: a\n    input: {}\n`.replaceAll('\n', '\r\n');
    expect(add(windows)?.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test.each([
    ['cases: []\n', /cases:\n {2}- name: New one\n/],
    ['cases:\n', /cases:\n {2}- name: New one\n/],
    ['cases: null\n', /cases:\n {2}- name: New one\n/],
    ['', /\ncases:\n {2}- name: New one\n/],
    ['cases: [{ name: a, input: {} }]\n', /input: \{\} \}, \{"name":"New one"/],
    ['cases:\n  - name: a\n    input: |\n      text\n', /text\n {2}- name: New one\n/],
    ['cases:\n  -\n    name: a\n    input: {}\n', /\n {2}- name: New one\n/],
  ])('to %j', (cases, expected) => {
    expect(add(head + cases)).toMatch(expected);
  });

  test.each([
    [
      '{\n  "samples": 1,\n  "cases": [\n    { "name": "a", "input": {} }\n  ]\n}\n',
      /\},\n {4}\{\n {6}"name": "New one",\n/,
    ],
    ['{ "samples": 1, "cases": [] }', /"cases": \[\{"name":"New one"/],
    ['{ "cases": [{ "name": "a" }] }', /\}, \{"name":"New one"/],
  ])('to JSON %j', (text, expected) => {
    expect(add(text, 'file:///a.samples.json')).toMatch(expected);
  });

  test('only where there is a place for it', () => {
    for (const text of ['', '- a\n', 'text\n', 'cases: text\n', 'cases: { a: 1 }\n', '{ samples: 1 }\n'])
      expect(add(text), text).toBeNull();
    expect(add('{ "cases": 3 }', 'file:///a.samples.json')).toBeNull();
  });

  test('whatever it holds', () => {
    const json = fc.jsonValue({ maxDepth: 3 }).map(value => JSON.parse(JSON.stringify(value)) as Json);
    const styles = fc.constantFrom(
      '  - name: a\n    input: { x: 1 }\n',
      '- name: a\n  input:\n    x: 1\n',
      '   -  name: a\n      input: {}\n',
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), json, styles, (name, input, last) => {
        add(`${head}cases:\n${last}`, 'file:///a.samples.yaml', { name, input });
      }),
      { numRuns: cases(60) },
    );
  });
});

test('a new file holds the sample and the way to its rule set', () => {
  const text = newSamplesText('./my rules.escalation.yaml', sample);
  const { value, problems } = parseSource('file:///a.samples.yaml', text);
  expect(problems).toEqual([]);
  expect(value).toEqual({ samples: 1, ruleset: './my rules.escalation.yaml', cases: [sample] });
});
