import type { RuleChange, SemanticDiff } from '../../../protocol/review-requests.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { useReviewPage } from '../page.ts';
import { placeOf } from '../regions/places.ts';

interface RuleChangesProps {
  pair: number;
  comparison: Comparison;
  diff: SemanticDiff;
}

const icons: Record<RuleChange['kind'], string> = {
  added: 'diff-added',
  removed: 'diff-removed',
  edited: 'diff-modified',
  renamed: 'diff-renamed',
  moved: 'arrow-swap',
};

/** The rules that differ between the versions, each a link to both texts. */
export function RuleChanges({ pair, comparison, diff: { rules } }: RuleChangesProps) {
  const page = useReviewPage();
  if (rules.length === 0) return null;
  return (
    <section class="rest" aria-label="Rules">
      <h2>Rules</h2>
      <ul>
        {rules.map(change => {
          const before = 'before' in change ? placeOf(comparison.before, { rule: change.before }) : null;
          const after = 'after' in change ? placeOf(comparison.after, { rule: change.after }) : null;
          return (
            <li key={JSON.stringify(change)} class={`rule-change change-${change.kind}`}>
              <Icon name={icons[change.kind]} class="change-icon" />
              <span>
                <button
                  type="button"
                  class="link value"
                  title="Show it in both texts"
                  onClick={() => page.showTexts(pair, before, after)}
                >
                  {nameOf(change)}
                </button>{' '}
                <span class="quiet">{changeWords(change)}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function nameOf(change: RuleChange): string {
  return ruleName('after' in change ? change.after : change.before);
}

/** `renamed from small-refund@1, and moved`, `edited: when, reason`. */
export function changeWords(change: RuleChange): string {
  switch (change.kind) {
    case 'added':
    case 'removed':
    case 'moved':
      return change.kind;
    case 'edited':
    case 'renamed': {
      const from = ruleName(change.before);
      const name = from === ruleName(change.after) ? '' : change.kind === 'renamed' ? ` from ${from}` : `, was ${from}`;
      const fields = change.fields.length === 0 ? '' : `: ${change.fields.join(', ')}`;
      return `${change.kind}${name}${fields}${change.moved ? ', and moved' : ''}`;
    }
  }
}
