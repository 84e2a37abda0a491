import { analysisIncomplete } from './codes/analysis-incomplete.ts';
import { approvalStale } from './codes/approval-stale.ts';
import { assumptionUnsatisfiable } from './codes/assumption-unsatisfiable.ts';
import { boundaryGap } from './codes/boundary-gap.ts';
import { conditionSyntax } from './codes/condition-syntax.ts';
import { conditionType } from './codes/condition-type.ts';
import { conflictingRules } from './codes/conflicting-rules.ts';
import { contradictoryTrigger } from './codes/contradictory-trigger.ts';
import { decisionTargetMismatch } from './codes/decision-target-mismatch.ts';
import { duplicateId } from './codes/duplicate-id.ts';
import { exportStale } from './codes/export-stale.ts';
import { failsOpen } from './codes/fails-open.ts';
import type { FindingDefinition } from './finding.ts';
import { handoffLoop } from './codes/handoff-loop.ts';
import { handoffNoEffect } from './codes/handoff-no-effect.ts';
import { handoffWithoutContext } from './codes/handoff-without-context.ts';
import { hostCannotAsk } from './codes/host-cannot-ask.ts';
import { hostLacksSignal } from './codes/host-lacks-signal.ts';
import { invariantViolated } from './codes/invariant-violated.ts';
import { irrelevantClause } from './codes/irrelevant-clause.ts';
import { outOfRangeConstant } from './codes/out-of-range-constant.ts';
import { outsideWorkspace } from './codes/outside-workspace.ts';
import { payloadSchemaChanged } from './codes/payload-schema-changed.ts';
import { payloadNotChecked } from './codes/payload-not-checked.ts';
import { redundantRule } from './codes/redundant-rule.ts';
import { releasedFileEdited } from './codes/released-file-edited.ts';
import { rolloutGap } from './codes/rollout-gap.ts';
import { sampleFails } from './codes/sample-fails.ts';
import { schema } from './codes/schema.ts';
import { shadowedRule } from './codes/shadowed-rule.ts';
import { tautologicalTrigger } from './codes/tautological-trigger.ts';
import { thresholdTable } from './codes/threshold-table.ts';
import { toolUnknown } from './codes/tool-unknown.ts';
import { toolsUnruled } from './codes/tools-unruled.ts';
import { uncountableSignal } from './codes/uncountable-signal.ts';
import { uncountedEvent } from './codes/uncounted-event.ts';
import { uncoveredInput } from './codes/uncovered-input.ts';
import { uncheckedSample } from './codes/unchecked-sample.ts';
import { undefinedImport } from './codes/undefined-import.ts';
import { undefinedPayload } from './codes/undefined-payload.ts';
import { undefinedRule } from './codes/undefined-rule.ts';
import { undefinedSignal } from './codes/undefined-signal.ts';
import { undefinedTarget } from './codes/undefined-target.ts';
import { undefinedThreshold } from './codes/undefined-threshold.ts';
import { ungrantableDecision } from './codes/ungrantable-decision.ts';
import { unknownInput } from './codes/unknown-input.ts';
import { unquotedExpression } from './codes/unquoted-expression.ts';
import { unsoundRollback } from './codes/unsound-rollback.ts';
import { unusedPayload } from './codes/unused-payload.ts';
import { unusedSignal } from './codes/unused-signal.ts';
import { unusedSuppression } from './codes/unused-suppression.ts';
import { unusedTarget } from './codes/unused-target.ts';
import { unusedThreshold } from './codes/unused-threshold.ts';
import { versionNotBumped } from './codes/version-not-bumped.ts';
import { versionOverlap } from './codes/version-overlap.ts';
import { wideGrant } from './codes/wide-grant.ts';
import { yamlSyntax } from './codes/yaml-syntax.ts';

/** All kinds of findings, in the order of the documentation. */
export const findingDefinitions: readonly FindingDefinition[] = [
  yamlSyntax,
  schema,
  unquotedExpression,
  conditionSyntax,
  conditionType,
  uncountableSignal,
  undefinedSignal,
  undefinedThreshold,
  undefinedTarget,
  undefinedPayload,
  undefinedRule,
  undefinedImport,
  outsideWorkspace,
  payloadNotChecked,
  duplicateId,
  versionOverlap,
  rolloutGap,
  decisionTargetMismatch,
  ungrantableDecision,
  handoffLoop,
  handoffWithoutContext,
  handoffNoEffect,
  outOfRangeConstant,
  contradictoryTrigger,
  shadowedRule,
  redundantRule,
  irrelevantClause,
  tautologicalTrigger,
  conflictingRules,
  uncoveredInput,
  boundaryGap,
  failsOpen,
  wideGrant,
  assumptionUnsatisfiable,
  invariantViolated,
  sampleFails,
  uncheckedSample,
  unknownInput,
  uncountedEvent,
  unusedSignal,
  unusedThreshold,
  unusedTarget,
  unusedPayload,
  thresholdTable,
  hostCannotAsk,
  hostLacksSignal,
  exportStale,
  toolUnknown,
  toolsUnruled,
  releasedFileEdited,
  versionNotBumped,
  approvalStale,
  payloadSchemaChanged,
  unsoundRollback,
  unusedSuppression,
  analysisIncomplete,
];

export const findingCodes: readonly string[] = findingDefinitions.map(definition => definition.code);

export function findingDefinition(code: string): FindingDefinition | undefined {
  return findingDefinitions.find(definition => definition.code === code);
}

/** True for a finding that can be neither suppressed nor configured. */
export function isGuarded(code: string): boolean {
  return findingDefinition(code)?.guards !== undefined;
}

/** The documentation page of a finding, relative to the documentation's root. */
export function findingPage(code: string): string {
  return `findings/${code}.md`;
}
