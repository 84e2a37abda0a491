import type { Fact } from '../../engine/index.ts';
import type { WrittenInput } from '../../engine/model/written-input.ts';
import type { Range } from '../location.ts';
import type { Travels } from '../exports/travels.ts';
import type { Published } from '../releases/published.ts';
import type { CaseRun } from '../samples/case-run.ts';
import type { Project } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';

/** Most severe first. */
export const findingSeverities = ['error', 'warning', 'information', 'hint'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** 3 for errors down to 0 for hints. */
export function severityRank(severity: FindingSeverity): number {
  return findingSeverities.length - 1 - findingSeverities.indexOf(severity);
}

/** A text edit that fixes a finding. */
export interface Fix {
  title: string;
  edits: { uri: string; range: Range; newText: string }[];
  /** True for the most likely fix; at most one per finding. */
  preferred: boolean;
  /** Set if the fix is proved to result in decisions with less oversight on some inputs. */
  loosens?: true;
}

/** Another place that the finding involves; the message says how. */
export interface RelatedPlace {
  message: string;
  uri: string;
  range: Range;
  /** `id@version` of the rule at that place, else null. */
  rule: string | null;
}

export interface Finding {
  code: string;
  severity: FindingSeverity;
  /** What is wrong, and what to do about it. */
  message: string;
  uri: string;
  range: Range;
  /** `id@version` of the rule that it is about, else null. */
  rule: string | null;
  related: RelatedPlace[];
  /** An input that demonstrates it, and the time of decision (RFC 3339) if that matters. */
  witness: WrittenInput | null;
  /** The assumptions that the finding depends on, in words. */
  assumptions: string[];
  /** True for text that can be deleted; editors show it faded. */
  faded: boolean;
  fixes: Fix[];
  /** Findings with the same cause are shown as one (`merge.ts`). Null if no other finding can share the cause. */
  cause: string | null;
  /** True if it is only a consequence of another finding with the same cause, if there is one. */
  follows: boolean;
  /** URI of another file whose errors this finding repeats, else null. Reports on both files leave it out. */
  repeats: string | null;
  /** The message to use if it is shown as a related place of another finding; null for `message`. */
  brief: string | null;
  /** Other findings with the same cause, shown as a part of this one. */
  merged: Finding[];
}

/** What a detection yields. The definition supplies the code and, by default, severity and fading. */
export type Detected = Pick<Finding, 'message' | 'uri' | 'range'> &
  Partial<Omit<Finding, 'code' | 'message' | 'uri' | 'range' | 'merged'>>;

/** Categories of findings, in the order of the documentation. */
export const findingCategories = {
  syntax: 'Syntax and types',
  names: 'Names and files',
  handoffs: 'Handoffs',
  rules: 'Rules, proved for all inputs',
  samples: 'Samples',
  exports: 'Exports and tools',
  releases: 'Releases',
  suppressions: 'Suppressions',
} as const;
export type FindingCategory = keyof typeof findingCategories;

/** A kind of finding. `npm run generate` derives settings, the configuration's schema and tables of the documentation from it. */
export interface FindingDefinition {
  code: string;
  category: FindingCategory;
  /** Set if it has quick fixes; at least one fixture shows one. */
  fixable?: true;
  severity: FindingSeverity;
  /** A few words. */
  title: string;
  /** What it means, in one sentence. */
  summary: string;
  faded?: true;
  /**
   * What the finding protects: `loading` if a rule set with it cannot decide, `releases` if it protects the release history. Such a
   * finding is always an error and can be neither suppressed nor configured.
   */
  guards?: 'loading' | 'releases';
  /** Detects it in a rule set or library, including the imported files. */
  detect?(project: Project): Iterable<Detected>;
  /** Derives it from the facts of the exact analysis. */
  fromFacts?(facts: readonly Fact[], project: Project): Iterable<Detected>;
  /** Detects it in a rule set that has releases or an audit log. */
  detectPublished?(published: Published): Iterable<Detected>;
  /** Detects it in a rule set that travels to hosts, or meets tools that the workspace lists. */
  detectTravels?(travels: Travels): Iterable<Detected>;
  /** Detects it in a sample file. */
  detectInSamples?(samples: SamplesFile): Iterable<Detected>;
  /** Detects it in the results of a sample file. */
  detectInRun?(samples: SamplesFile, cases: readonly CaseRun[]): Iterable<Detected>;
}

/** Why a finding can be neither suppressed nor configured, as a clause; null if it can. */
export function guardInWords({ guards }: FindingDefinition): string | null {
  if (guards === undefined) return null;
  return guards === 'loading' ? 'a rule set with it cannot decide' : 'it guards releases';
}

/** The default or fixed severity of a finding, as a sentence. */
export function severityInWords(definition: FindingDefinition): string {
  const guard = guardInWords(definition);
  return guard === null ? `By default: ${definition.severity}.` : `Always an error: ${guard}.`;
}

export function findingFrom(definition: FindingDefinition, detected: Detected): Finding {
  return {
    code: definition.code,
    severity: definition.severity,
    rule: null,
    related: [],
    witness: null,
    assumptions: [],
    faded: definition.faded === true,
    fixes: [],
    cause: null,
    follows: false,
    repeats: null,
    brief: null,
    merged: [],
    ...detected,
  };
}
