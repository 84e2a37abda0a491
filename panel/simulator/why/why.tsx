import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import type { RuleSetView } from '../../../server/messages.ts';
import type { Place } from '../../messages.ts';
import { usePage } from '../page.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { groupFrom, traceRows, type Row } from '../trace/rows.ts';
import { treeMove } from '../trace/tree-keys.ts';
import { count } from '../words/format.ts';
import { LazyRows } from './lazy-rows.tsx';
import { rowId, RowView } from './row-view.tsx';

interface WhyProps {
  ruleSet: RuleSetView;
  record: DecisionRecord;
  /** The rule that the editor's cursor is in. */
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
  const page = usePage();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const tree = useRef<HTMLDivElement>(null);
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
  const current = rows.some(({ key }) => key === active) ? active : null;

  const bring = (key: string | null) => {
    if (key !== null) document.getElementById(rowId(key))?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => {
    if (focused) bring(current);
  }, [current, focused]);
  useEffect(() => {
    if (wantedRule === null) return;
    setActive(`rule ${wantedRule.rule}`);
    bring(`rule ${wantedRule.rule}`);
  }, [wantedRule]);
  useEffect(() => {
    if (cursorRule !== null && !focused) bring(`rule ${cursorRule}`);
  }, [cursorRule]);

  const toggle = (key: string, open: boolean) => setToggled(before => new Map(before).set(key, open));
  const activeRow = rows.find(({ key }) => key === current);
  useEffect(() => {
    if (focused) page.highlight(activeRow === undefined ? null : placeOf(activeRow));
  }, [focused, current]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && activeRow !== undefined) {
      event.preventDefault();
      const place = placeOf(activeRow);
      if (place !== null) page.reveal(place);
      else if (activeRow.kind === 'group') toggle(activeRow.key, !activeRow.open);
      return;
    }
    const move = treeMove(rows, current, event.key);
    if (move === null) return;
    event.preventDefault();
    setActive(move.active);
    if (move.toggle !== undefined) toggle(move.active, move.toggle);
  };
  const setAll = (open: boolean) => {
    const keys = ['group decides', 'group before', 'group after', 'group firing', 'group quiet'];
    const openGroups = open ? keys.map(key => [key, true] as const) : [];
    setToggled(new Map([...openGroups, ...rules.map(({ index }) => [`rule ${index}`, open] as const)]));
  };

  return (
    <div class="why">
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
      <div
        class="trace"
        role="tree"
        aria-label="Why: rules and their conditions"
        tabIndex={0}
        ref={tree}
        aria-activedescendant={current === null ? undefined : rowId(current)}
        onKeyDown={onKeyDown}
        onFocus={event => {
          if (event.target !== tree.current) return;
          setFocused(true);
          if (current === null)
            setActive((rows.find(row => row.kind === 'rule' && row.rule.decides) ?? rows[0])?.key ?? null);
        }}
        onBlur={() => {
          setFocused(false);
          page.highlight(null);
        }}
        onPointerLeave={() => page.highlight(null)}
      >
        <LazyRows
          rows={rows}
          needed={[current, show === null ? null : `rule ${show}`]}
          render={row => (
            <RowView
              key={row.key}
              row={row}
              ruleSet={ruleSet}
              record={record}
              signals={signals}
              active={focused && row.key === current}
              atCursor={row.kind === 'rule' && row.rule.index === cursorRule}
              onToggle={open => {
                setActive(row.key);
                toggle(row.key, open);
              }}
            />
          )}
        />
      </div>
    </div>
  );
}

/** Where the row stands in the rule file; null for a heading. */
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
