import { canChoose, isGrantable } from '../../../engine/index.ts';
import { canCountBy } from '../../../engine/model/counters.ts';
import { fallbackKeys, ruleName, type Signal } from '../../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Definition, NameKind, Project } from '../../source/project/project.ts';
import { listIn } from '../../source/project/names.ts';
import { ownValue } from '../../../engine/model/json.ts';
import { withoutMarkdown } from '../describe/markdown.ts';
import { declarationInWords } from '../describe/definition.ts';
import { outcomeInWords } from '../describe/rule.ts';
import { kindInWords } from '../describe/signal.ts';
import type { CompletionItem } from './item.ts';
import type { WriteValue } from './value-completion.ts';

/** The kind of name that belongs at a path of a document; null if none does. */
export function nameKindAt(document: SourceDocument, path: SourcePath): NameKind | null {
  const pattern = path.map(segment => (typeof segment === 'number' ? '#' : segment));
  const [first = '', second = '', third = '', fourth = ''] = pattern;
  const last = pattern.filter(segment => segment !== '#').at(-1);
  const outcome = last === 'to' ? 'target' : last === 'payload' ? 'payload' : null;
  if (document.kind === 'rule-set') {
    const fallback = fallbackKeys.some(key => key === last) ? 'target' : null;
    if (first === 'rules' && path.length === 3) return outcome ?? fallback;
    if (first === 'rules' && third === 'rollout' && fourth === 'by') return 'signal';
    if (first === 'rules' && third === 'grant' && (fourth === 'bind' || fourth === 'scope')) return 'signal';
    if (first === 'default' && path.length === 2) return outcome ?? fallback;
    if (first === 'invariants' && third === 'require') return outcome;
    if (first === 'signals' && third === 'by' && path.length === 4) return 'signal';
    if (first === 'thresholds' && third === 'per' && path.length === 3) return 'signal';
    if (first !== 'targets') return null;
    if (path.length === 3) return fallback;
    return (third === 'breaker' && fourth === 'then') || (third === 'also' && fourth === 'target') ? 'target' : null;
  }
  if (document.kind !== 'samples' || first !== 'cases' || second !== '#') return null;
  if (third === 'grants') return path.length === 4 || pattern[4] === 'rule' ? 'rule' : null;
  if (third === 'handoff') {
    const named = pattern[4] === 'expect' ? ['to', 'joined', 'unavailable'] : ['target'];
    return named.includes(last ?? '') ? 'target' : null;
  }
  if (third !== 'expect') return null;
  if (fourth === 'rule') return 'rule';
  return fourth === 'missing' && path.length === 5 ? 'signal' : path.length === 4 ? outcome : null;
}

/** The defined names of a kind that fit at a path. */
export function completeNames(
  document: SourceDocument,
  path: SourcePath,
  kind: NameKind,
  project: Project,
  write: WriteValue,
): CompletionItem[] {
  switch (kind) {
    case 'target':
      return targets(document, path, project, write);
    case 'rule':
      return path[2] === 'grants' ? grantable(project, write) : rules(project, write);
    case 'signal': {
      const taken = new Set(
        listIn(holder(document, path.slice(0, -1)), String(path.at(-2))).filter((_, at) => at !== path.at(-1)),
      );
      const fits = document.kind === 'samples' ? () => true : fitFor(path);
      const itself = path[0] === 'signals' ? path[1] : null;
      return definitions(project, 'signal')
        .filter(({ name }) => name !== itself && !taken.has(name) && fits(name, project.declarations.signals.get(name)))
        .map(definition => {
          const signal = project.declarations.signals.get(definition.name);
          const detail = signal === undefined ? null : withoutMarkdown(kindInWords(signal));
          return write(definition.name, 'signal', {
            detail,
            documentation: declarationInWords(project, definition),
            group: 1,
          });
        });
    }
    case 'payload':
      return definitions(project, 'payload').map(definition =>
        write(definition.name, 'payload', {
          detail: Object.keys(project.ruleSet.payloads?.[definition.name]?.fields ?? {}).join(', '),
          documentation: declarationInWords(project, definition),
          group: 1,
        }),
      );
    case 'threshold':
    case 'invariant':
      return [];
  }
}

/** True if the values of a signal can choose from a table of thresholds. */
/** Whether a signal can stand where a section names one. */
function fitFor([section, , part]: SourcePath): (name: string, signal: Signal | undefined) => boolean {
  switch (section) {
    case 'signals':
      return canCountBy;
    case 'thresholds':
      return (_, signal) => signal !== undefined && canChoose(signal);
    default:
      if (part !== 'rollout') return () => true;
      return (_, signal) => signal?.type === 'string' || signal?.type === 'integer';
  }
}

/** Targets, those of the kind that the decision needs first. A target is not offered as its own fallback. */
function targets(document: SourceDocument, path: SourcePath, project: Project, write: WriteValue): CompletionItem[] {
  const decide = ownValue(holder(document, path), 'decide');
  const wanted = decide === 'escalate' ? 'human' : decide === 'route' ? 'agent' : null;
  const itself = path[0] === 'targets' ? path[1] : null;
  return definitions(project, 'target')
    .filter(({ name }) => name !== itself)
    .map(definition => {
      const kind = project.ruleSet.targets?.[definition.name]?.kind ?? null;
      return write(definition.name, 'target', {
        detail: kind,
        documentation: declarationInWords(project, definition),
        group: wanted === null || kind === wanted ? 1 : 3,
      });
    });
}

/** The rules of which a reviewer can issue grants. */
function grantable(project: Project, write: WriteValue): CompletionItem[] {
  const ids = new Set(project.ruleSet.rules.filter(isGrantable).map(({ id }) => id));
  return rules(project, write).filter(({ label }) => ids.has(label.replace(/@\d+$/, '')));
}

function rules(project: Project, write: WriteValue): CompletionItem[] {
  const several = new Set<string>();
  const seen = new Set<string>();
  for (const { id } of project.ruleSet.rules) (seen.has(id) ? several : seen).add(id);
  const named = definitions(project, 'rule').flatMap(definition => {
    const rule = project.ruleSet.rules.find(
      each => each.id === definition.name && (each.version ?? 1) === definition.version,
    );
    const more = {
      detail: rule === undefined ? null : withoutMarkdown(outcomeInWords(rule)),
      documentation: declarationInWords(project, definition),
    };
    const versioned = ruleName({
      id: definition.name,
      ...(definition.version === null ? {} : { version: definition.version }),
    });
    const plain = several.has(definition.name) ? [] : [write(definition.name, 'rule', { ...more, group: 1 })];
    return [...plain, write(versioned, 'rule', { ...more, group: 2 })];
  });
  return [...named, write('default', 'value', { detail: 'no rule decides', group: 3 })];
}

function definitions(project: Project, kind: NameKind): Definition[] {
  const seen = new Set<string>();
  return project.definitions.filter(each => {
    const key = `${each.name} ${each.version ?? ''}`;
    if (each.kind !== kind || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The value that contains the entry or item at a path. */
function holder(document: SourceDocument, path: SourcePath) {
  const above = path.slice(0, -1);
  return above.reduce<ReturnType<typeof ownValue> | null>((value, segment) => {
    if (typeof segment === 'number') return Array.isArray(value) ? value[segment] : undefined;
    return ownValue(value, segment);
  }, document.value ?? null);
}
