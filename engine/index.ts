/**
 * The public interface of the engine. Anything not exported here may change at any time; the types and small functions of `engine/model` are shared by
 * all parts of the product.
 */
export { alwaysDecides } from './analysis/always-decides.ts';
export { analyse, analysis, type Analysis } from './analysis/analyse.ts';
export type { Cover, Fact, FactOf, OpenQuestion } from './analysis/facts.ts';
export {
  type Decided,
  type InSituation,
  inSituation,
  type RuleInSituation,
  type SituationOptions,
  type Situation,
} from './analysis/in-situation.ts';
export { allows } from './analysis/invariants.ts';
export type { TrafficShare } from './diff/traffic.ts';
export { conjuncts } from './analysis/reachability.ts';
export { reasonInWords } from './analysis/reason-words.ts';
export { untouchedByRules } from './analysis/untouched.ts';
export { explainRule, type OpenPart, type PeriodStory, type RuleStory } from './analysis/story.ts';
export type {
  CheckedExpression,
  ExpressionChecker,
  ExpressionProblem,
  ExpressionReference,
} from './condition/check-expression.ts';
export { maxNesting, nestedTooDeeply } from './condition/compile-condition.ts';
export {
  type Clause,
  clausesOf,
  type Condition,
  operandsOf,
  type TableClause,
  type Test,
  type WrittenClause,
  writtenClausesOf,
} from './condition/condition.ts';
export {
  type Declarations,
  declarationsOf,
  inputSignals,
  isReservedName,
  reservedPart,
  type ScalarType,
  signalType,
  thresholdConstant,
  thresholdOf,
  thresholdType,
  type ValueType,
} from './condition/declarations.ts';
export { boundSignals, grantName, isGrantable } from './condition/derived-signals.ts';
export { compilePattern } from './condition/pattern.ts';
export { createCachingChecker, type CachingChecker } from './condition/caching-checker.ts';
export { decidedByRange, type DecidedClause, decidingClause } from './condition/signal-range.ts';
export { parseTemplate } from './condition/template.ts';
export { countingLaws, type CountingLaw } from './condition/counting-laws.ts';
export { whenIn } from './condition/trigger.ts';
export { textFormat } from './condition/text-format.ts';
export { canChoose, listedValues, valueOfKey } from './condition/threshold-table.ts';
export { type CountedEvent, countEvents } from './model/count-events.ts';
export { compile, type CompiledRuleSet, period } from './decide/compile.ts';
export { decide } from './decide/decide.ts';
export { inDecidingOrder } from './decide/search/search.ts';
export { digest, textDigest } from './decide/digest.ts';
export { prepare, type PreparedRules, restore } from './decide/prepared.ts';
export { type GrantedCase, grantFor, grantsOfCase, isGrant } from './decide/grants.ts';
export { isRedacted, type Redactor, redactor } from './decide/redact.ts';
export { contradictionIn } from './decide/json-schema/contradiction.ts';
export { canarySession, isCanary, isCanarySession } from './decision-log/canary.ts';
export {
  type DecisionEvent,
  type DecisionMade,
  type GrantIssued,
  handoffStates,
  type ReadEvent,
  readEvent,
} from './decision-log/events.ts';
export {
  actionDigest,
  addGrantEvent,
  expiryOf,
  grantOf,
  type GrantState,
  type GrantStatus,
  grantsSpentBy,
  grantStatus,
  grantStatuses,
  issuedEvent,
  ruleOf,
  usesLeft,
} from './decision-log/grant-states.ts';
export { grantFromDecision, type GrantGiven } from './decision-log/grant-from-decision.ts';
export { concerns, type LoggedLine, readLoggedLine, readLogLine } from './decision-log/log-line.ts';
export { ulid } from './decision-log/ulid.ts';
export { type DecisionMap, drawingMap, type MapAxis, type MapCell } from './diff/decision-map.ts';
export {
  type ChangeClass,
  type Consequence,
  type Decider,
  type DiffEdit,
  type EarlierRule,
  type Fact as RegionFact,
  type DiffClass,
  inOrder,
  type Region,
  type RegionWhen,
  type RuleChange,
  type SemanticDiff,
} from './diff/facts.ts';
export type { Edit, EditedPart } from './diff/edits/edit.ts';
export {
  type HandoffChange,
  handoffChanges,
  handoffChanging,
  type HandoffVersion,
} from './diff/handoffs/handoff-changes.ts';
export type { MarkedCourse, MarkedPath, StepMark } from './diff/handoffs/marked.ts';
export { thresholdNames } from './diff/condition-text.ts';
export { payloadChanges } from './diff/payload-compatibility.ts';
export { approvalsBetween, type ChangeToApprove, neededFor } from './diff/required-approvals.ts';
export {
  type DiffOptions,
  type DiffWatch,
  semanticDiff,
  semanticDiffing,
  type ToldRegion,
} from './diff/semantic-diff.ts';
export { leastVersion, requiredStep, stepIsWrong } from './diff/version-step.ts';
export { measure, type MeasuredInput, measuring, type Measurement } from './diff/measure.ts';
export {
  type Course,
  courseOf,
  type CourseStep,
  type HandoffStart,
  type Missed,
  type TargetResponse,
} from './handoff/course.ts';
export { type EscalationPath, escalationPath, type PathEdge, type PathTarget } from './handoff/escalation-path.ts';
export {
  type Approval,
  approvalsFor,
  type ApprovalsQuestion,
  type ApprovalsState,
  type Author,
  type CheckedSignature,
  type FormerOpinion,
  rollbackAuthors,
  type SignatureState,
  approversIn,
  whoMayApprove,
} from './release/approvals.ts';
export { type HistoryRow, type Opinion, type Pending, readHistory } from './release/history.ts';
export {
  chained,
  type ChangeSummary,
  countingRules,
  countingRulesOf,
  type EntryContent,
  type EntryKind,
  type EntryReview,
  hashOf,
  type LogEntry,
  logText,
  type ReviewComment,
  sealed,
  signedText,
  snapshotName,
  summaryOf,
  type UnsealedEntry,
  type VersionRef,
} from './release/log-entry.ts';
export { isNobody, readPerson, samePerson } from './release/person.ts';
export { readLog } from './release/read-log.ts';
export { dependsOnClass, recountFault, type RecountQuestion } from './release/recount.ts';
export { type LogFault, type Verification, verifyLog } from './release/verify.ts';
export type { Witness } from './solver/gate.ts';
export type { Memory } from './solver/incremental/memory.ts';
export { wide } from './solver/problem.ts';
export { meet } from './solver/solver.ts';
export { type AnalysedRule, analysisSubject, type AnalysisSubject } from './solver/subject.ts';
export { type ConditionWords, conditionWords } from './space/print/condition-words.ts';
export { runSample, type SampleResult } from './study/run-sample.ts';
export { sampleGrants } from './study/sample-grants.ts';
