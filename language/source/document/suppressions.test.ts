import { describe, expect, it } from 'vitest';
import { parseSource } from './document.ts';
import { suppressionsIn } from './suppressions.ts';

const suppressions = (text: string) => suppressionsIn(parseSource('file:///a.escalation.yaml', text));

describe('suppressions', () => {
  it('reads codes, reason and the line that a comment speaks of', () => {
    const [found] = suppressions(
      'a: 1\n# handrail-disable-next-line unused-signal, unused-target -- kept for the 2.0 -- really\nb: 2\n',
    );
    expect(found).toMatchObject({ scope: 'next-line', line: 2, reason: 'kept for the 2.0 -- really', problem: null });
    expect(found?.codes).toEqual([
      { code: 'unused-signal', range: { start: { line: 1, character: 29 }, end: { line: 1, character: 42 } } },
      { code: 'unused-target', range: { start: { line: 1, character: 44 }, end: { line: 1, character: 57 } } },
    ]);
  });

  it('skips blank lines and further comments, but not comments behind content', () => {
    const found = suppressions(
      '# handrail-disable-next-line a -- x\n# handrail-disable-next-line b -- y\n\n# note\nk: 1 # c\n',
    );
    expect(found.map(each => each.line)).toEqual([4, 4]);
  });

  it('has no reason where none is given', () => {
    expect(suppressions('# handrail-disable-next-line a\nk: 1').map(each => each.reason)).toEqual([null]);
    expect(suppressions('# handrail-disable-next-line a --  \nk: 1').map(each => each.reason)).toEqual([null]);
  });

  it('takes a file suppression at the top alone', () => {
    const [top] = suppressions('# handrail-disable-file a -- x\nk: 1');
    expect(top).toMatchObject({ scope: 'file', line: null, problem: null });
    const [late] = suppressions('k: 1\n# handrail-disable-file a -- x\n');
    expect(late?.problem).toMatch(/must be at its top/);
  });

  it('says what is wrong with a misspelt one or one without codes', () => {
    expect(suppressions('# handrail-disable-line a -- x')[0]?.problem).toMatch(
      /Unknown directive handrail-disable-line/,
    );
    expect(suppressions('# handrail-disable-next-line -- x')[0]?.problem).toMatch(/names no finding/);
  });

  it('sees nothing in texts that look like a comment', () => {
    expect(suppressions('a: "# handrail-disable-next-line x"\nb: |\n  # handrail-disable-next-line y -- z\n')).toEqual(
      [],
    );
  });
});
