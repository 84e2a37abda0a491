import type { ComponentChildren } from 'preact';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { skippedSafetyRules } from '../../../engine/model/skipped-rules.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { useChanged } from '../../parts/use-changed.ts';
import type { Model } from '../state/model.ts';
import { decisionLooks } from '../../words/decisions.ts';
import { shortDigest } from '../../../engine/model/short-digest.ts';
import { count, formatTime } from '../../words/format.ts';
import { Announcement } from './announcement.tsx';
import { MissingSignals } from './missing-signals.tsx';
import { Notes } from './notes.tsx';
import { SampleVerdict } from './sample-verdict.tsx';

interface DecisionViewProps {
  model: Model;
  ruleSet: RuleSetView;
  record: DecisionRecord;
  /** Why the decision is not that of the current text; null if it is. Stays visible together with the decision. */
  outdated: ComponentChildren;
}

/** The decision, and the rule version that made it. */
export function DecisionView({ model, ruleSet, record, outdated }: DecisionViewProps) {
  const { decision, to, rule, reason } = record;
  const trace = record.trace?.rules.find(({ decides }) => decides);
  const skipped = skippedSafetyRules(record).length;
  const changed = useChanged(`${decision} ${to} ${rule === null ? '' : ruleName(rule)}`);
  return (
    <section class={`decision decision-${decision} ${outdated === null ? '' : 'outdated'}`} aria-label="Decision">
      <div class="decision-head">
        {outdated}
        <div class={`headline ${changed}`}>
          <span class="outcome">
            <Icon name={decisionLooks[decision].icon} class="decision-icon" />
            <strong class="verb" title={decisionLooks[decision].meaning}>
              {decision}
            </strong>
            {to !== null && (
              <>
                <span aria-hidden="true">→</span>
                <span class="sr-only">to</span>
                <PlaceLink place={{ target: to }} class="value" title={`Show the target ${to} in the rule file`}>
                  {to}
                </PlaceLink>
              </>
            )}
          </span>
          {outdated !== null && <span class="outdated-mark">as of the last valid text</span>}
          {skipped > 0 && (
            <span class="skipped-count">
              <Icon name="debug-step-over" /> {count(skipped, 'safety rule')} skipped
            </span>
          )}
          <span class="decided-by">
            <span class="sr-only">decided by</span>
            <PlaceLink
              place={{ rule: trace?.index ?? 'default' }}
              class="value"
              title={trace?.title ?? (rule === null ? 'No rule decides, so the default does' : undefined)}
            >
              {rule === null ? 'default' : ruleName(rule)} <Icon name="go-to-file" />
            </PlaceLink>
          </span>
        </div>
      </div>
      <p class={`reason ${reason === null ? 'quiet' : ''}`}>{reason ?? decisionLooks[decision].meaning}</p>
      <div class="meta">
        <span>
          digest{' '}
          <span class="value" title={record.digest}>
            {shortDigest(record.digest)}…
          </span>
          <CopyButton text={record.digest} what="the digest of the rule set" />
          {record.digest !== ruleSet.digest && 'with the tried values'}
        </span>
        <span title={record.at}>at {formatTime(record.at)}</span>
        <SampleVerdict model={model} outcome={model.result?.sample ?? null} />
        <MissingSignals missing={record.missing} />
      </div>
      <Notes model={model} ruleSet={ruleSet} record={record} />
      <Announcement record={record} />
    </section>
  );
}
