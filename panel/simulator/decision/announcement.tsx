import { useEffect, useRef, useState } from 'preact/hooks';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { skippedSafetyRules } from '../../../engine/model/skipped-rules.ts';
import { decisionPhrase } from '../../words/decisions.ts';
import { count } from '../../words/format.ts';

/** Tells a screen reader when the decision changes, without interrupting; not at first, when the page is read anyway. */
export function Announcement({ record }: { record: DecisionRecord }) {
  const by = record.rule === null ? 'the default' : ruleName(record.rule);
  const skipped = skippedSafetyRules(record).length;
  const warning = skipped === 0 ? '' : ` ${count(skipped, 'safety rule')} skipped.`;
  const words = `Decision: ${decisionPhrase(record.decision, record.to)}, by ${by}.${warning}`;
  const before = useRef(words);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (before.current === words) return;
    before.current = words;
    setSaid(words);
  }, [words]);
  return (
    <div class="sr-only" role="status" aria-live="polite">
      {said}
    </div>
  );
}
