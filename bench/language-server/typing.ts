import { ruleText, type RuleSetText } from '../generate/rule-set-text.ts';
import type { Edit } from './server-process.ts';

/** A kind of edit, with its undo. */
export interface Typing {
  what: string;
  /** An edit at a rule, and the edit that undoes it. */
  pair: (rules: RuleSetText, index: number) => [Edit, Edit];
}

export const typings: readonly Typing[] = [
  {
    what: 'a character in a condition',
    pair: (rules, index) => {
      const at = conditionEnd(rules, index);
      return insertion(at, '7');
    },
  },
  {
    what: 'another value of a threshold',
    pair: ({ text }) => {
      const start = text.indexOf('value: 0.7') + 'value: 0.'.length;
      const replaced = (digit: string): Edit => ({ start, end: start + 1, text: digit });
      return [replaced('8'), replaced('7')];
    },
  },
  {
    what: 'a new line in a rule',
    pair: ({ text, ruleStart }, index) =>
      insertion(text.indexOf('\n', ruleStart(index)) + 1, '    description: Why this rule is there.\n'),
  },
  {
    what: 'a new rule',
    pair: ({ text, ruleStart }, index) =>
      insertion(text.lastIndexOf('\n', ruleStart(index)) + 1, ruleText(1_000_000 + index)),
  },
];

function insertion(at: number, text: string): [Edit, Edit] {
  return [
    { start: at, end: at, text },
    { start: at, end: at + text.length, text: '' },
  ];
}

/** The offset after the last character of a rule's condition, before a closing quote. */
function conditionEnd({ text, ruleStart }: RuleSetText, index: number): number {
  const line = text.indexOf('    when: ', ruleStart(index));
  const end = text.indexOf('\n', line);
  return /['"]/.test(text[end - 1] ?? '') ? end - 1 : end;
}
