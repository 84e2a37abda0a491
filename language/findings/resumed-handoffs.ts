import {
  isEndState,
  type DefaultOutcome,
  type Fallbacks,
  type Rule,
  type Severity,
} from '../../engine/model/rule-set.ts';
import { pickFallbacks } from '../../engine/model/outcome.ts';
import { ownValue } from '../../engine/model/json.ts';
import { fallbacksOf } from '../source/project/names.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';
import type { Detected } from './finding.ts';
import { inWords, related, ruleAt, scalarFix } from './places.ts';

/** A rule, or the default, that hands over. */
interface Handover {
  to: string;
  /** The fallbacks that it declares instead of those of `to`. */
  replaced: Fallbacks;
  severity: Severity | undefined;
  /** "`legal-threat`", or "the default" */
  name: string;
  path: SourcePath;
}

/** A `resume` at the end of a chain of fallbacks. */
interface Resume {
  target: string;
  bounded: boolean;
  document: SourceDocument;
  path: SourcePath;
}

/**
 * Handoffs that fail open: if nobody takes them, a chain of fallbacks ends in `resume`, without a bound or although the severity is
 * high. `onReject: resume` does not count: there a person decided to hand the task back.
 */
export function resumedHandoffs(project: Project): Detected[] {
  const resumes = new Map<string, { resume: Resume; handovers: Handover[] }>();
  const ends = resumesFrom(project);
  for (const handover of handoversIn(project)) {
    for (const resume of ends(handover)) {
      if (resume.bounded && !isSevere(handover)) continue;
      const key = JSON.stringify([resume.target, ...resume.path]);
      const known = resumes.get(key) ?? { resume, handovers: [] };
      known.handovers.push(handover);
      resumes.set(key, known);
    }
  }
  return [...resumes.values()].flatMap(({ resume, handovers }) =>
    resume.document.uri === project.uri
      ? [atResume(project, resume, handovers)]
      : handovers.map(handover => atHandover(project, resume, handover)),
  );
}

function handoversIn({ ruleSet, originOf }: Project): Handover[] {
  const handovers = ruleSet.rules.flatMap((rule: Rule, index): Handover[] => {
    const path = originOf(['rules', index])?.path;
    if (rule.to === undefined || path === undefined || (rule.status ?? 'active') !== 'active') return [];
    const { to, severity, id } = rule;
    return [{ to, replaced: pickFallbacks(rule), severity, name: `\`${id}\``, path }];
  });
  const last: DefaultOutcome | undefined = ruleSet.default;
  if (last?.to === undefined) return handovers;
  const { to, severity } = last;
  return [...handovers, { to, replaced: pickFallbacks(last), severity, name: 'the default', path: ['default'] }];
}

/** Finds the `resume` fallbacks that a handoff can reach, each of them at most once. */
function resumesFrom(project: Project): (handover: Handover) => Resume[] {
  const known = new Map<string, Resume[]>();
  const isTarget = (name: string) => project.definitionsOf('target', name).length > 0;
  return handover => {
    // The places of replaced fallbacks differ from rule to rule.
    const isOwn = Object.keys(handover.replaced).length === 0;
    const found = isOwn ? known.get(handover.to) : undefined;
    if (found !== undefined) return found;
    const resumes: Resume[] = [];
    const seen = new Set([handover.to]);
    for (const target of seen) {
      const [definition] = project.definitionsOf('target', target);
      const document = definition && project.documents.get(definition.uri);
      if (definition === undefined || document === undefined) continue;
      const declared = ownValue(ownValue(document.value, 'targets'), target);
      const bounded = ownValue(declared, 'failOpen') !== undefined;
      const replaced = target === handover.to ? handover.replaced : {};
      const places = [
        ...fallbacksOf(declared)
          .filter(({ path: [name = ''] }) => !Object.hasOwn(replaced, name))
          .map(({ path, fallback }) => ({ document, path: [...definition.path, ...path], fallback })),
        ...fallbacksOf(replaced).map(({ path, fallback }) => ({
          document: project.document,
          path: [...handover.path, ...path],
          fallback,
        })),
      ];
      for (const { document, path, fallback } of places) {
        // Who rejects hands the task back; whoever is asked next may not be there.
        if (path.at(-1) === 'onReject' && fallback === 'resume') continue;
        if (fallback === 'resume') resumes.push({ target, bounded, document, path });
        else if (!isEndState(fallback, isTarget)) seen.add(fallback);
      }
    }
    if (isOwn) known.set(handover.to, resumes);
    return resumes;
  };
}

function isSevere({ severity }: Handover): boolean {
  return severity === 'high' || severity === 'critical';
}

function atResume(project: Project, resume: Resume, handovers: readonly Handover[]): Detected {
  const { document, path } = resume;
  const fix = scalarFix('Pause instead', document, path, 'pause');
  return {
    message: fails(resume, handovers),
    uri: document.uri,
    range: document.rangeOf(path),
    related: handovers
      .slice(0, 10)
      .map(({ name, path: from, severity, to }) =>
        related(
          project.document,
          from,
          project.document.rangeOf([...from, 'to']),
          `${name} hands over to \`${to}\`${severity === undefined ? '' : ` (severity ${severity})`}.`,
        ),
      ),
    fixes: fix === null ? [] : [{ ...fix, preferred: false }],
  };
}

/** A finding at the rule, for a target in another file, which does not know who hands over to it. */
function atHandover(project: Project, resume: Resume, handover: Handover): Detected {
  const { document, uri } = project;
  return {
    message: fails(resume, [handover]),
    uri,
    range: document.rangeOf([...handover.path, 'to']),
    rule: ruleAt(document, handover.path),
    related: [
      related(resume.document, resume.path, resume.document.rangeOf(resume.path), `\`${resume.target}\` resumes here.`),
    ],
  };
}

function fails({ target, bounded }: Resume, handovers: readonly Handover[]): string {
  if (!bounded) {
    return `If nobody takes a handoff, \`${target}\` lets the agent continue, without a limit. Limit it with \`failOpen: { atMost, per }\`, or fall back to pause.`;
  }
  const rules = handovers.filter(({ path }) => path[0] === 'rules').map(({ name }) => name.slice(1, -1));
  const shown = rules.length > 5 ? `${rules.length} rules` : rules.length === 0 ? 'the default' : inWords(rules);
  const severity =
    handovers.length === 1 ? `which is of severity ${handovers[0]?.severity ?? 'high'}` : 'which are severe';
  return `If nobody takes a handoff of ${shown}, ${severity}, \`${target}\` lets the agent continue. Fall back to pause, deny or stop.`;
}
