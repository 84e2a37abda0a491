import { expect, test } from 'vitest';
import { digest } from './digest.ts';

test.each([
  [{}, '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'],
  [[], '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945'],
  [null, '74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b'],
])('the SHA-256 of the canonical form of %j', (document, sum) => {
  expect(digest(document)).toBe(sum);
});

test('RFC 8785: keys sorted by UTF-16 code unit, numbers as in ECMAScript', () => {
  const one = {
    '\u20ac': 'Euro',
    '\r': 'Return',
    '\ufb33': 'Dalet',
    '1': 'One',
    '😀': 'Smile',
    '\u0080': 'Control',
    ö: 'O',
  };
  const other = Object.fromEntries(Object.entries(one).reverse());
  expect(digest(one)).toBe(digest(other));
  expect(digest({ n: 1e21 })).toBe(digest(JSON.parse('{"n": 1000000000000000000000}')));
  expect(digest({ n: 1 })).toBe(digest(JSON.parse('{"n": 1.0}')));
  expect(digest({ n: 0 })).toBe(digest({ n: -0 }));
});

test('different documents have different digests', () => {
  const documents = [{ a: 1 }, { a: '1' }, { a: [1] }, { a: null }, { b: 1 }, [1], { a: 1, b: undefined === null }];
  expect(new Set(documents.map(digest)).size).toBe(documents.length);
});
