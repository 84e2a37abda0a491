import { describe, expect, it } from 'vitest';
import { progressOn } from './progress.ts';

function drawn(columns = 80) {
  let now = 0;
  const lines: string[] = [];
  const progress = progressOn({ columns, write: text => lines.push(text) }, () => now);
  return { progress, lines, wait: (milliseconds: number) => (now += milliseconds) };
}
const step = { done: 1, total: 4, share: 0.5, what: 'rules/refunds.escalation.yaml' };

describe('progress', () => {
  it('is not drawn for short work, nor if nobody is watching', () => {
    const { progress, lines, wait } = drawn();
    progress.at(step);
    wait(300);
    progress.at(step);
    progress.clear();
    expect(lines).toEqual([]);
    expect(() => progressOn(null).at(step)).not.toThrow();
  });

  it('says how many files are done and how far the whole is, on one line that goes away', () => {
    const { progress, lines, wait } = drawn();
    wait(500);
    progress.at(step);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('1/4 files, 37 %  rules/refunds.escalation.yaml');
    expect(lines[0]?.match(/█/g)).toHaveLength(9);
    progress.clear();
    expect(lines[1]).toBe('\r\u001b[2K');
    progress.clear();
    expect(lines).toHaveLength(2);
  });

  it('is drawn again no sooner than an eye follows, and never wider than the terminal', () => {
    const { progress, lines, wait } = drawn(40);
    wait(500);
    for (let i = 0; i < 100; i++) {
      progress.at(step);
      wait(1);
    }
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.replace('\r\u001b[2K', '').length).toBeLessThan(40);
  });
});
