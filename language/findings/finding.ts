import type { Fact } from '../../engine/index.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Range } from '../location.ts';
import type { Published } from '../releases/published.ts';
import type { CaseRun } from '../samples/case-run.ts';
import type { Project } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';

/** The most severe first. */
export const findingSeverities = ['error', 'warning', 'information', 'hint'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** 3 for errors down to 0 for hints. */
export function severityRank(severity: FindingSeverity): number {
  return findingSeverities.length - 1 - findingSeverities.indexOf(severity);
}

/** A change of text that puts something right. */
export interface Fix {
  title: string;
  edits: { uri: string; range: Range; newText: string }[];
  /** The fix that is most likely meant; at most one of a finding's. */
  preferred: boolean;
  /** It is proved to give decisions with less oversight on some inputs. */
  loosens?: true;
}

/** Another place that has a part in the finding, and which. */
export interface RelatedPlace {
  message: string;
  uri: string;
  range: Range;
  /** `id@version` of the rule that stands there, else null. */
  rule: string | null;
}

export interface Finding {
  code: string;
  severity: FindingSeverity;
  /** What happens, and what to do about it. */
  message: string;
  uri: string;
  range: Range;
  /** `id@version` of the rule that it speaks of, else null. */
  rule: string | null;
  related: RelatedPlace[];
  /** An input that shows it, and the decision time (RFC 3339) that it needs, if any. */
  witness: { input: Json; at: string | null } | null;
  /** What the finding leans on beyond the declarations. */
  assumptions: string[];
  /** Shown in faded text: it can be deleted. */
  faded: boolean;
  fixes: Fix[];
  /** Names what is wrong: findings with the same cause are shown as one (`merge.ts`). Null if no other finding comes of it. */
  cause: string | null;
  /** Follows from another finding with the same cause, if there is one. */
  follows: boolean;
  /** URI of another file whose errors it passes on, else null: whoever reports both files reports them once. */
  repeats: string | null;
  /** What it says as a related place of another finding with the same cause; null for its message. */
  brief: string | null;
  /** Other findings with the same cause, which are shown at this one. */
  merged: Finding[];
}

/** What a detection yields; code, severity and fading come from the definition where they are not given. */
export type Detected = Pick<Finding, 'message' | 'uri' | 'range'> &
  Partial<Omit<Finding, 'code' | 'message' | 'uri' | 'range' | 'merged'>>;

/** What a finding is about, in the order of the documentation. */
export const findingCategories = {
  syntax: 'Syntax and types',
  names: 'Names and files',
  handoffs: 'Handoffs',
  rules: 'Rules, proved for all inputs',
  samples: 'Samples',
  releases: 'Releases',
  suppressions: 'Suppressions',
} as const;
export type FindingCategory = keyof typeof findingCategories;

/** What is generated from it: the settings, the configuration's schema and the tables of the documentation (`npm run generate`). */
export interface FindingDefinition {
  code: string;
  category: FindingCategory;
  /** At least one of its fixtures has a quick fix. */
  fixable?: true;
  severity: FindingSeverity;
  /** A few words: the heading of its page. */
  title: string;
  /** One sentence: what it means. */
  summary: string;
  faded?: true;
  /**
   * What depends on it being fixed: a rule set with a finding that guards loading cannot decide, and one that guards releases protects their history.
   * Such a finding is always an error: it can be neither suppressed nor configured.
   */
  guards?: 'loading' | 'releases';
  /** Finds it in a rule set or library, in the imported files too. */
  detect?(project: Project): Iterable<Detected>;
  /** Tells it of what the exact analysis of a rule set has found. */
  fromFacts?(facts: readonly Fact[], project: Project): Iterable<Detected>;
  /** Finds it in a rule set of which something was released. */
  detectPublished?(published: Published): Iterable<Detected>;
  /** Finds it in a file of samples. */
  detectInSamples?(samples: SamplesFile): Iterable<Detected>;
  /** Finds it in a file of samples that were run. */
  detectInRun?(samples: SamplesFile, cases: readonly CaseRun[]): Iterable<Detected>;
}

/** Why a finding can be neither suppressed nor configured, as the second half of a sentence; null if it can. */
export function guardInWords({ guards }: FindingDefinition): string | null {
  if (guards === undefined) return null;
  return guards === 'loading' ? 'a rule set with it cannot decide' : 'it guards releases';
}

/** The severity that it has, or must have, as a sentence. */
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
