import { analysisIncomplete } from './analysis-incomplete.ts';
import { approvalStale } from './approval-stale.ts';
import { assumptionUnsatisfiable } from './assumption-unsatisfiable.ts';
import { boundaryGap } from './boundary-gap.ts';
import { conditionSyntax } from './condition-syntax.ts';
import { conditionType } from './condition-type.ts';
import { conflictingRules } from './conflicting-rules.ts';
import { contradictoryTrigger } from './contradictory-trigger.ts';
import { decisionTargetMismatch } from './decision-target-mismatch.ts';
import { duplicateId } from './duplicate-id.ts';
import { failsOpen } from './fails-open.ts';
import type { FindingDefinition } from './finding.ts';
import { handoffLoop } from './handoff-loop.ts';
import { handoffWithoutContext } from './handoff-without-context.ts';
import { invariantViolated } from './invariant-violated.ts';
import { irrelevantClause } from './irrelevant-clause.ts';
import { outOfRangeConstant } from './out-of-range-constant.ts';
import { outsideWorkspace } from './outside-workspace.ts';
import { payloadSchemaChanged } from './payload-schema-changed.ts';
import { payloadNotChecked } from './payload-not-checked.ts';
import { redundantRule } from './redundant-rule.ts';
import { releasedFileEdited } from './released-file-edited.ts';
import { sampleFails } from './sample-fails.ts';
import { schema } from './schema.ts';
import { shadowedRule } from './shadowed-rule.ts';
import { tautologicalTrigger } from './tautological-trigger.ts';
import { uncoveredInput } from './uncovered-input.ts';
import { undefinedImport } from './undefined-import.ts';
import { undefinedPayload } from './undefined-payload.ts';
import { undefinedRule } from './undefined-rule.ts';
import { undefinedSignal } from './undefined-signal.ts';
import { undefinedTarget } from './undefined-target.ts';
import { undefinedThreshold } from './undefined-threshold.ts';
import { unquotedExpression } from './unquoted-expression.ts';
import { unsoundRollback } from './unsound-rollback.ts';
import { unusedPayload } from './unused-payload.ts';
import { unusedSignal } from './unused-signal.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { unusedTarget } from './unused-target.ts';
import { unusedThreshold } from './unused-threshold.ts';
import { versionNotBumped } from './version-not-bumped.ts';
import { versionOverlap } from './version-overlap.ts';
import { yamlSyntax } from './yaml-syntax.ts';

/** Every finding, in the order of the documentation. */
export const findingDefinitions: readonly FindingDefinition[] = [
  yamlSyntax,
  schema,
  unquotedExpression,
  conditionSyntax,
  conditionType,
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
  decisionTargetMismatch,
  handoffLoop,
  handoffWithoutContext,
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
  assumptionUnsatisfiable,
  invariantViolated,
  sampleFails,
  unusedSignal,
  unusedThreshold,
  unusedTarget,
  unusedPayload,
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
