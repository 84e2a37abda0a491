import type { ComponentChildren } from 'preact';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import type { Decision, Signal } from '../../engine/model/rule-set.ts';
import { Icon } from '../parts/icon.tsx';
import { PlaceLink } from '../parts/place-link.tsx';
import { Prose } from '../parts/prose.tsx';
import { useChanged } from '../parts/use-changed.ts';
import type { Row } from './rows.ts';
import { decisionLooks, decisionPhrase } from '../words/decisions.ts';
import { ClauseRow } from './clause-row.tsx';

/** What happens if no rule decides. */
export interface DefaultView {
  decide: Decision;
  to: string | null;
}

interface RowViewProps {
  /** The id of the tree that the row is in. */
  tree: string;
  row: Row;
  fallback: DefaultView | null;
  record: DecisionRecord;
  signals: ReadonlyMap<string, Signal>;
  /** True if the keyboard is on this row. */
  active: boolean;
  atCursor: boolean;
  onToggle: (open: boolean) => void;
}

export function rowId(tree: string, key: string): string {
  return `${tree}-${key.replaceAll(' ', '-')}`;
}

export function RowView({ tree, row, fallback, record, signals, active, atCursor, onToggle }: RowViewProps) {
  switch (row.kind) {
    case 'group':
      return (
        <TreeRow tree={tree} row={row} active={active} class="group-row" open={row.open} onToggle={onToggle}>
          <span class="group-label row-text">{row.label}</span>
        </TreeRow>
      );
    case 'rule':
      return <RuleRow tree={tree} row={row} active={active} atCursor={atCursor} onToggle={onToggle} />;
    case 'clause':
      return (
        <TreeRow tree={tree} row={row} active={active} class="clause-row">
          <ClauseRow node={row.node} label={row.label} signals={signals} />
        </TreeRow>
      );
    case 'default': {
      const { decide, to } = fallback ?? { decide: 'pause' as const, to: null };
      const words = row.decides ? 'decides' : 'not needed';
      return (
        <TreeRow
          tree={tree}
          row={row}
          active={active}
          class={`rule-row ${row.decides ? `decides decision-${record.decision}` : 'quiet-row'}`}
        >
          <Icon name={row.decides ? 'check' : 'circle-outline'} class="mark" />
          <span class="row-text">
            <PlaceLink place={{ rule: 'default' }} class="value rule-name" inTree>
              default
            </PlaceLink>{' '}
            <span class="rule-words">{fallback === null ? `${words}, none is declared` : words}</span>
            <RuleDecision decision={decide} to={to} />
          </span>
        </TreeRow>
      );
    }
  }
}

interface RuleRowProps {
  tree: string;
  row: Extract<Row, { kind: 'rule' }>;
  active: boolean;
  atCursor: boolean;
  onToggle: (open: boolean) => void;
}

function RuleRow({ tree, row, active, atCursor, onToggle }: RuleRowProps) {
  const { rule, mark, name, open } = row;
  const changed = useChanged(mark.words);
  const looks =
    mark.outcome === 'decides'
      ? `decides decision-${rule.decision}`
      : mark.outcome === 'quiet'
        ? 'quiet-row'
        : mark.outcome;
  return (
    <TreeRow
      tree={tree}
      row={row}
      active={active}
      class={`rule-row ${looks} ${atCursor ? 'at-cursor' : ''} ${changed}`}
      open={open}
      onToggle={onToggle}
    >
      <Icon
        name={mark.icon}
        class={`mark ${mark.icon === 'question' || mark.outcome === 'skipped' ? 'unknown' : ''}`}
      />
      <span class="row-text">
        <PlaceLink place={{ rule: rule.index }} class="value rule-name" title={rule.title ?? undefined} inTree>
          {name}
        </PlaceLink>{' '}
        {rule.shadow && <span class="badge">shadow</span>}{' '}
        <span class="rule-words">
          <Prose text={mark.words} />
        </span>{' '}
        {atCursor && (
          <span class="cursor-mark" title="The editor's cursor is in this rule">
            <Icon name="edit" />
            <span class="sr-only">, the editor's cursor is here</span>
          </span>
        )}
        <RuleDecision decision={rule.decision} to={rule.to} />
      </span>
    </TreeRow>
  );
}

function RuleDecision({ decision, to }: { decision: DecisionRecord['decision']; to: string | null }) {
  return (
    <span class="rule-decision" title={decisionPhrase(decision, to)}>
      <Icon name={decisionLooks[decision].icon} /> <span class="rule-decision-word">{decision}</span>
    </span>
  );
}

interface TreeRowProps {
  tree: string;
  row: Row;
  active: boolean;
  class: string;
  open?: boolean;
  onToggle?: (open: boolean) => void;
  children: ComponentChildren;
}

function TreeRow({ tree, row, active, class: more, open, onToggle, children }: TreeRowProps) {
  return (
    <div
      role="treeitem"
      id={rowId(tree, row.key)}
      class={`row level-${Math.min(row.level, 8)} ${active ? 'active' : ''} ${more}`}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={open}
      aria-selected={active}
      onClick={event => {
        // Names are links; a click elsewhere opens or closes the row.
        if (open !== undefined && (event.target as HTMLElement).closest('.link') === null) onToggle?.(!open);
      }}
    >
      <span class="twistie">{open !== undefined && <Icon name={open ? 'chevron-down' : 'chevron-right'} />}</span>
      {children}
    </div>
  );
}
