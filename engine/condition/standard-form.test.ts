import { Environment } from '@marcbachmann/cel-js/evaluator';
import { describe, expect, test } from 'vitest';
import { declarationsOf } from './declarations.ts';
import { standardForm } from './standard-form.ts';

const declarations = declarationsOf({
  signals: {
    confidence: { type: 'number' },
    average: { type: 'number' },
    latency_ms: { type: 'integer' },
    retries: { type: 'integer' },
    urgent: { type: 'boolean' },
    note: { type: 'string' },
    scores: { type: 'array', items: { type: 'number' } },
    counts: { type: 'array', items: { type: 'integer' } },
    'customer.age': { type: 'integer' },
  },
  thresholds: { limit: 4000, share: 0.5 },
});

function formOf(text: string, options?: Parameters<typeof standardForm>[2]) {
  const { ast } = new Environment({ unlistedVariablesAreDyn: true }).parse(text);
  return standardForm(ast, declarations, options);
}

describe('the standard form of an expression', () => {
  test.each([
    ['confidence < 1', 'confidence < 1.0'],
    ['1 > confidence', '1.0 > confidence'],
    ['confidence < 1.0', 'confidence < 1.0'],
    ['confidence == -1', 'confidence == -1.0'],
    ['confidence > 3 * average', 'confidence > 3.0 * average'],
    ['confidence > 1 / 2', 'confidence > 1.0 / 2.0'],
    ['confidence * 2 + 1 < 10', 'confidence * 2.0 + 1.0 < 10.0'],
    ['confidence > thresholds.limit', 'confidence > double(thresholds.limit)'],
    ['confidence > thresholds.limit / 4', 'confidence > double(thresholds.limit) / 4.0'],
    ['confidence > thresholds.share', 'confidence > thresholds.share'],
    ['latency_ms > 4000', 'latency_ms > 4000'],
    ['latency_ms > 0.5', 'double(latency_ms) > 0.5'],
    ['latency_ms / 2 > 3', 'latency_ms / 2 > 3'],
    ['latency_ms > confidence', 'double(latency_ms) > confidence'],
    ['(latency_ms + 1) * 2 > confidence', 'double((latency_ms + 1) * 2) > confidence'],
    ['customer.age < 17.5', 'double(customer.age) < 17.5'],
    ['size(note) > 0.5', 'double(size(note)) > 0.5'],
    ['has(confidence)', 'has(input.confidence)'],
    ['has(customer.age)', 'has(customer.age)'],
    ['has(nothing)', 'has(nothing)'],
    ['confidence in [1, 2.5, 3]', 'confidence in [1.0, 2.5, 3.0]'],
    ['confidence in [1, 2]', 'confidence in [1.0, 2.0]'],
    ['latency_ms in [1, 2]', 'latency_ms in [1, 2]'],
    ['latency_ms in [1.5]', 'double(latency_ms) in [1.5]'],
    ['3 in scores', '3.0 in scores'],
    ['3 in counts', '3 in counts'],
    ['scores.exists(s, s > 1)', 'scores.exists(s, s > 1.0)'],
    ['counts.exists(confidence, confidence > 1)', 'counts.exists(confidence, confidence > 1)'],
    ['scores.map(s, s * 2).exists(d, d > 3)', 'scores.map(s, s * 2.0).exists(d, d > 3.0)'],
    ['scores.filter(s, s > 1).exists(d, d > 3)', 'scores.filter(s, s > 1.0).exists(d, d > 3.0)'],
    ['(urgent ? confidence : 1) > 0', '(urgent ? confidence : 1.0) > 0.0'],
    ['double(latency_ms) > 1', 'double(latency_ms) > 1.0'],
    ['int(confidence) > 1', 'int(confidence) > 1'],
    ['note == "confidence < 1"', 'note == "confidence < 1"'],
    ['confidence > 0x10', 'confidence > double(0x10)'],
  ])('%s: %s', (written, standard) => {
    expect(formOf(written).text).toBe(standard);
  });

  test('undeclared names are doubles in a payload field', () => {
    expect(formOf('order.amount * 2 > 3', { open: true }).text).toBe('order.amount * 2.0 > 3.0');
    expect(formOf('order.amount * 2 > 3').text).toBe('order.amount * 2 > 3');
  });

  test('a constant used as a double is converted as a whole', () => {
    expect(formOf('1 + 1 / 2', { whole: 'double' }).text).toBe('1.0 + 1.0 / 2.0');
    expect(formOf('1 + 1 / 2').text).toBe('1 + 1 / 2');
  });
});

describe('offsets map back to the text as written', () => {
  const places = (written: string) => {
    const form = formOf(written);
    return [...form.text].map((_, offset) => written[form.toWritten(offset)]).join('');
  };

  test('inserted text maps to its insertion point, everything else to its position', () => {
    const written = 'latency_ms > 0.5';
    const form = formOf(written);
    const { text } = form;
    expect(form.toWritten(text.indexOf('latency_ms'))).toBe(0);
    expect(form.toWritten(text.indexOf('>'))).toBe(written.indexOf('>'));
    expect(form.toWritten(text.indexOf('0.5'))).toBe(written.indexOf('0.5'));
    expect(form.toWritten(text.length)).toBe(written.length);
  });

  test.each(['confidence < 1 + 2', 'has(confidence) == urgent', '3 in scores', '(latency_ms + 1) > confidence'])(
    'every character of %s is found again',
    written => {
      const found = places(written);
      for (const character of written) expect(found).toContain(character);
      const form = formOf(written);
      const { text } = form;
      const offsets = [...text].map((_, offset) => form.toWritten(offset));
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    },
  );

  test('a part of a larger text keeps its position in it', () => {
    const { ast } = new Environment({ unlistedVariablesAreDyn: true }).parse('urgent && confidence < 1');
    const part = ast.op === '&&' ? ast.args[1] : ast;
    const form = standardForm(part, declarations);
    expect(form.text).toBe('confidence < 1.0');
    expect(form.toWritten(0)).toBe('urgent && '.length);
  });
});
