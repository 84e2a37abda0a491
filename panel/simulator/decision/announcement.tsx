import { useEffect, useRef, useState } from 'preact/hooks';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { skippedSafetyRules } from '../../../engine/model/skipped-rules.ts';
import { decisionPhrase } from '../../words/decisions.ts';
import { count } from '../../words/format.ts';

/** Announces a changed decision to screen readers, without interrupting. The first decision is not announced, since the page is read anyway. */
export function Announcement({ record }: { record: DecisionRecord }) {
  const by = record.rule === null ? 'the default' : ruleName(record.rule);
  const skipped = skippedSafetyRules(record).length;
  const warning = skipped === 0 ? '' : ` ${count(skipped, 'safety rule')} skipped.`;
  const words = `Decision: ${decisionPhrase(record.decision, record.to)}, by ${by}.${warning}`;
  const before = useRef(words);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    if (before.current === words) return;
    before.current = words;
    setAnnounced(words);
  }, [words]);
  return (
    <div class="sr-only" role="status" aria-live="polite">
      {announced}
    </div>
  );
}
