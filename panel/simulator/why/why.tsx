import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { groupFrom, traceRows } from '../../trace/rows.ts';
import { TraceTree } from '../../trace/trace-tree.tsx';
import { count } from '../../words/format.ts';

interface WhyProps {
  ruleSet: RuleSetView;
  record: DecisionRecord;
  /** Index of the rule at the editor's cursor; null if there is none. */
  cursorRule: number | null;
  /** The rule that the page was opened for. */
  wantedRule: { rule: number } | null;
}

const policyWords: Record<RuleSetView['hitPolicy'], string> = {
  first: 'the first rule that fires decides',
  priority: 'of the rules that fire, the one with the most oversight decides',
  unique: 'at most one rule may fire',
  any: 'rules that fire must agree',
};

/** The trace, rule by rule and clause by clause, as a tree with VS Code's keys. */
export function Why({ ruleSet, record, cursorRule, wantedRule }: WhyProps) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [filter, setFilter] = useState('');
  const { hitPolicy } = ruleSet;
  const show = cursorRule ?? wantedRule?.rule ?? null;
  const rows = useMemo(
    () => traceRows(record, { hitPolicy, toggled, filter, show }),
    [record, hitPolicy, toggled, filter, show],
  );
  const signals = useMemo(
    () => new Map(ruleSet.signals.map(({ name, declaration }) => [name, declaration])),
    [ruleSet],
  );
  const rules = record.trace?.rules ?? [];
  const why = useRef<HTMLDivElement>(null);
  const decider = record.rule === null ? 'default' : ruleName(record.rule);
  useEffect(() => {
    // Does not scroll while the keyboard focus is in the tree.
    if (why.current?.contains(document.activeElement) === false) bringToTop(why.current, '.decides');
  }, [decider]);

  const setAll = (open: boolean) => {
    const keys = [
      'group decides',
      'group skipped',
      'group before',
      'group after',
      'group firing',
      'group quiet',
      'group shadow',
    ];
    const openGroups = open ? keys.map(key => [key, true] as const) : [];
    setToggled(new Map([...openGroups, ...rules.map(({ index }) => [`rule ${index}`, open] as const)]));
  };

  return (
    <div class="why" ref={why}>
      <div class="why-header">
        <p class="quiet" title={`${hitPolicy}: ${policyWords[hitPolicy]}`}>
          {count(rules.length, 'rule')} in force; hit policy <span class="value">{hitPolicy}</span>
          <span class="policy-words">: {policyWords[hitPolicy]}</span>
        </p>
        {rules.length > groupFrom && (
          <input
            type="search"
            class="rule-filter"
            placeholder="Filter rules"
            aria-label="Filter rules"
            value={filter}
            spellcheck={false}
            onInput={event => setFilter(event.currentTarget.value)}
          />
        )}
        <IconButton icon="expand-all" label="Expand all rules" onClick={() => setAll(true)} />
        <IconButton icon="collapse-all" label="Collapse all rules" onClick={() => setAll(false)} />
      </div>
      {rows.length === 0 && <p class="hint">No rule matches the filter.</p>}
      <TraceTree
        id="why"
        label="Why: rules and their conditions"
        rows={rows}
        record={record}
        fallback={ruleSet.default}
        signals={signals}
        cursorRule={cursorRule}
        wantedRule={wantedRule}
        onToggle={(key, open) => setToggled(before => new Map(before).set(key, open))}
      />
    </div>
  );
}

/** Scrolls the tab panel around a part of the page to the first match of the selector, or to its start. */
function bringToTop(part: HTMLElement, selector: string): void {
  const panel = part.closest('.tab-panel');
  const wanted = part.querySelector(selector);
  if (panel === null) return;
  const header = part.querySelector('.why-header')?.getBoundingClientRect().bottom ?? 0;
  panel.scrollTop += wanted === null ? -panel.scrollTop : wanted.getBoundingClientRect().top - header;
}
