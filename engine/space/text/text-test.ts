import { RE2JS } from 're2js';
import type { Comparison, TextPredicate } from '../../condition/condition.ts';
import { compareCodePoints, sizeOf } from '../../condition/evaluate.ts';

/** A test of a string: that of a clause, without the signal. */
export type TextTest = EqualityTest | OtherTest;

/** A test that names individual strings. */
export type EqualityTest =
  | { kind: 'compare'; operator: '==' | '!='; value: string }
  | { kind: 'one-of'; values: readonly string[] };

export type OtherTest =
  | { kind: 'compare'; operator: Exclude<Comparison, '==' | '!='>; value: string }
  | { kind: 'text'; predicate: TextPredicate; argument: string }
  /** Compares the number of code points. */
  | { kind: 'size'; operator: Comparison; value: number };

export function isEquality(test: TextTest): test is EqualityTest {
  return test.kind === 'one-of' || (test.kind === 'compare' && (test.operator === '==' || test.operator === '!='));
}

export function namedStrings(test: EqualityTest): readonly string[] {
  return test.kind === 'one-of' ? test.values : [test.value];
}

/** Compiles a pattern; undefined if RE2 rejects it. */
export type PatternCompiler = (pattern: string) => RE2JS | undefined;

/** Compiles a test into a predicate. A pattern that RE2 rejects matches nothing. */
export function question(test: OtherTest, compile: PatternCompiler): (text: string) => boolean {
  switch (test.kind) {
    case 'compare': {
      const { operator, value } = test;
      return text => orderHolds(compareCodePoints(text, value), operator);
    }
    case 'size': {
      const { operator, value } = test;
      return text => orderHolds(sizeOf(text) - value, operator);
    }
    case 'text':
      return textQuestion(test.predicate, test.argument, compile);
  }
}

/** True if a comparison holds, given the sign of left minus right. */
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

function textQuestion(predicate: TextPredicate, argument: string, compile: PatternCompiler): (text: string) => boolean {
  switch (predicate) {
    case 'startsWith':
      return text => text.startsWith(argument);
    case 'endsWith':
      return text => text.endsWith(argument);
    case 'contains':
      return text => text.includes(argument);
    case 'matches':
      return text => compile(argument)?.matcher(text).find() === true;
  }
}

export function compilePattern(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

/** Caches a compiler's results by pattern. */
export function remembered(compile: PatternCompiler): PatternCompiler {
  const compiled = new Map<string, RE2JS | undefined>();
  return pattern => {
    if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
    return compiled.get(pattern);
  };
}
