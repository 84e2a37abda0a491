import { expect, test } from 'vitest';
import { clipped } from './clipped.ts';

test('long lines become short, and still differ if they do', () => {
  const program = (end: string) => `// handrail:guard file 1.0.0 9f86d081884c\n${'x'.repeat(250_000)}${end}\n`;
  expect(clipped(program('a')).length).toBeLessThan(400);
  expect(clipped(program('a'))).toContain('// handrail:guard file 1.0.0 9f86d081884c');
  expect(clipped(program('a'))).not.toBe(clipped(program('b')));
});

test('other lines stay', () => expect(clipped('a\n\nb')).toBe('a\n\nb'));

test('of a gate, its stamp and the hashes of its rules and its program are shown', () => {
  const gate = (program: string) =>
    `// handrail:guard file 1.0.0 9f86d081884c\nconst HANDRAIL = {};\n${program}\nmore\n`;
  expect(clipped(gate('a')).split('\n')).toHaveLength(3);
  expect(clipped(gate('a'))).not.toBe(clipped(gate('b')));
});
