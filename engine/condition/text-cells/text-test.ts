import { RE2JS } from 're2js';
import type { Comparison, TextPredicate } from '../condition.ts';
import { compareCodePoints, sizeOf } from '../evaluate.ts';

/** What a clause asks of one string: the string tests of a condition, without the signal. */
export type TextTest =
  | { kind: 'compare'; operator: Comparison; value: string }
  | { kind: 'one-of'; values: readonly string[] }
  | { kind: 'text'; predicate: TextPredicate; argument: string }
  /** Of the number of code points. */
  | { kind: 'size'; operator: Comparison; value: number };

/** Tests that name their strings one by one. */
export type EqualityTest = TextTest & ({ kind: 'one-of' } | { operator: '==' | '!=' });

export function isEquality(test: TextTest): test is EqualityTest {
  return test.kind === 'one-of' || (test.kind === 'compare' && (test.operator === '==' || test.operator === '!='));
}

export function namedStrings(test: EqualityTest): readonly string[] {
  return test.kind === 'one-of' ? test.values : test.kind === 'compare' ? [test.value] : [];
}

/** Compiles a test into the question itself. A pattern that RE2 does not accept matches nothing. */
export function question(test: TextTest): (text: string) => boolean {
  switch (test.kind) {
    case 'compare': {
      const { operator, value } = test;
      if (operator === '==' || operator === '!=') return text => (text === value) === (operator === '==');
      return text => orderHolds(compareCodePoints(text, value), operator);
    }
    case 'one-of': {
      const values = new Set(test.values);
      return text => values.has(text);
    }
    case 'size': {
      const { operator, value } = test;
      return text => orderHolds(sizeOf(text) - value, operator);
    }
    case 'text':
      return textQuestion(test.predicate, test.argument);
  }
}

/** Whether a comparison holds, given the sign of left minus right. */
export function orderHolds(sign: number, operator: Comparison): boolean {
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
    case '==':
      return sign === 0;
    case '!=':
      return sign !== 0;
  }
}

function textQuestion(predicate: TextPredicate, argument: string): (text: string) => boolean {
  switch (predicate) {
    case 'startsWith':
      return text => text.startsWith(argument);
    case 'endsWith':
      return text => text.endsWith(argument);
    case 'contains':
      return text => text.includes(argument);
    case 'matches': {
      const pattern = compilePattern(argument);
      return pattern ? text => pattern.matcher(text).find() : () => false;
    }
  }
}

export function compilePattern(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}
