import type { Place } from '../../protocol/simulator.ts';
import type { Row } from './rows.ts';

/** The place of the row in the rule file; null for a heading. */
export function placeOf(row: Row): Place | null {
  switch (row.kind) {
    case 'group':
      return null;
    case 'rule':
      return { rule: row.rule.index };
    case 'default':
      return { rule: 'default' };
    case 'clause':
      return { span: row.node.span };
  }
}
