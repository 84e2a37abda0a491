import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cases } from '../testing/random/random-cases.ts';
import { aroundBlock, blockText, findBlock, withBlock } from './block.ts';

const stamp = { name: 'refunds', version: '1.0.0', digest: '0123456789ab' };
const begin = '<!-- handrail:refunds begin 1.0.0 0123456789ab -->';
const end = '<!-- handrail:refunds end -->';

/** Text of a user, without markers of this rule set. */
const ownText = fc
  .array(
    fc.constantFrom(
      '# Mine',
      '',
      'text \ttrailing  ',
      '---',
      'x handrail:refunds begin',
      blockText({ ...stamp, name: 'other' }, 'theirs'),
    ),
  )
  .chain(lines =>
    fc.constantFrom('\n', '\r\n').map(lineBreak => lines.map(each => each.replaceAll('\n', lineBreak)).join(lineBreak)),
  );

test('a block is put into a file and found again; all else stays byte for byte', () => {
  fc.assert(
    fc.property(ownText, ownText, fc.constantFrom('one', 'a\nb\n\nc'), (before, after, text) => {
      const added = withBlock(before, null, stamp, text);
      expect(added.startsWith(before)).toBe(true);
      const whole = `${added}${after}`;
      const found = findBlock(whole, 'refunds');
      if ('fault' in found || found.block === null) throw new Error('The block is not found.');
      expect(found.block).toMatchObject({ text, stamp });
      const replaced = withBlock(whole, found.block, { ...stamp, version: '2.0.0' }, 'new');
      expect(aroundBlock(replaced, 'refunds')).toBe(aroundBlock(whole, 'refunds'));
      const line = /\r?\n/.exec(whole)?.[0] ?? '\n';
      if (line === '\r\n')
        expect(replaced.slice(found.block.start).split('<!-- handrail:refunds end')[0]).not.toMatch(/[^\r]\n/);
    }),
    { numRuns: cases(200) },
  );
});

test('two rule sets stand side by side', () => {
  const other = { ...stamp, name: 'refunds-2' };
  const both = withBlock(withBlock('', null, stamp, 'first'), null, other, 'second');
  expect(findBlock(both, 'refunds')).toMatchObject({ block: { text: 'first' } });
  expect(findBlock(both, 'refunds-2')).toMatchObject({ block: { text: 'second' } });
});

test.each([
  ['an end without a beginning', `${end}\n`, 'line 1: the end marker of `refunds` has no begin marker before it'],
  ['a beginning without an end', `x\n${begin}\ntext`, 'line 2: the block of `refunds` has no end marker'],
  ['two beginnings', `${begin}\n${begin}\n${end}`, 'line 2: a second begin marker'],
  ['two blocks', `${begin}\n${end}\n${begin}\n${end}`, 'line 3: there is a second block'],
  ['a second end', `${begin}\n${end}\n${end}`, 'line 3: there is a second block'],
  ['a damaged beginning', `<!-- handrail:refunds begin\n${end}`, 'line 1: the begin marker of `refunds` is damaged'],
  ['a damaged end', `${begin}\n<!-- handrail:refunds end`, 'line 2: the end marker of `refunds` is damaged'],
  [
    'a marker of another inside',
    `${begin}\n<!-- handrail:other end -->\n${end}`,
    'line 2: a marker of `other` stands inside the block of `refunds`',
  ],
])('%s is a fault', (_what, file, fault) => {
  const found = findBlock(file, 'refunds');
  expect('fault' in found ? found.fault : 'no fault').toContain(fault);
  expect(aroundBlock(file, 'refunds')).toBe(file);
});
