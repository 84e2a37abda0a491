import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/generate/generated-files.ts';
import { generate } from '../../scripts/generate/main.ts';
import { section } from '../../scripts/generate/section.ts';

describe('what is generated', () => {
  it.each(generatedFiles)('$path is up to date', async file => {
    const { text, current } = await generate(file);
    expect(current === text, `${file.path} is out of date: run \`npm run generate\`.`).toBe(true);
  });

  it('can be read: no line about hosts is longer than 600 characters', async () => {
    const page = generatedFiles.filter(({ path }) => path === 'docs/hosts.md');
    const [{ text } = { text: '' }] = await Promise.all(page.map(generate));
    expect(text).toContain('## Claude Code');
    expect(text.split('\n').filter(line => line.length > 600)).toEqual([]);
  });
});

describe('a section of a text', () => {
  const text = 'Before.\n\n<!-- generated: a -->\nold\n<!-- end of a -->\n\nAfter.\n';

  it('is replaced, and nothing around it', () => {
    expect(section(text, 'a', 'new\n')).toBe(
      'Before.\n\n<!-- generated: a -->\n\nnew\n\n<!-- end of a -->\n\nAfter.\n',
    );
  });

  it('has to be there, once', () => {
    expect(() => section('Nothing.', 'a', '')).toThrow('needs one section');
    expect(() => section(text + text, 'a', '')).toThrow('needs one section');
  });
});
