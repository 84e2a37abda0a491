import { boundSignals, type FactOf } from '../../../engine/index.ts';
import { ownValue } from '../../../engine/model/json.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Project } from '../../source/project/project.ts';
import { factsOf } from '../fact-places.ts';
import { listed } from '../fact-words.ts';
import type { Detected, FindingDefinition, Fix } from '../finding.ts';
import { ruleAt } from '../places.ts';

export const wideGrant: FindingDefinition = {
  code: 'wide-grant',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'Grant wider than the case under review',
  summary:
    'A grant also allows cases that differ from the reviewed one in a signal that the trigger reads, or that the reviewer is shown.',
  fromFacts: (facts, project) => {
    const found = new Map(factsOf(facts, 'wide-grant').map(fact => [fact.rule.index, fact]));
    return grantedRules(project).flatMap(index => detected(project, index, found.get(index) ?? null));
  },
};

/** The indexes of the evaluated rules of the project's own file that escalate and have a `grant`. */
function grantedRules({ ruleSet }: Project): number[] {
  return ruleSet.rules.flatMap(({ decide, grant, status = 'active' }, index) =>
    grant !== undefined && decide === 'escalate' && status === 'active' ? [index] : [],
  );
}

function detected(project: Project, index: number, fact: FactOf<'wide-grant'> | null): Detected[] {
  const rule = project.ruleSet.rules[index];
  const origin = project.originOf(['rules', index]);
  const document = origin === null ? undefined : project.documents.get(origin.uri);
  if (rule === undefined || origin === null || document === undefined) return [];
  const read = fact?.signals ?? [];
  const bound = new Set([...boundSignals(rule), ...signalsOfTrigger(project, origin)]);
  const shown = [...new Set(shownSignals(project, origin, rule.payload))].filter(name => !bound.has(name));
  const names = [...read, ...shown];
  if (names.length === 0) return [];
  const path = [...origin.path, 'grant', 'bind'];
  const quoted = names.map(name => `\`${name}\``);
  const seen = read.length === 0 ? 'which the reviewer is shown' : 'which the trigger reads or the reviewer is shown';
  return [
    {
      message: `A grant of \`${rule.id}\` also allows cases with another value of ${listed(quoted)}, ${shown.length === 0 ? 'which the trigger reads' : seen}. Bind ${names.length === 1 ? 'it' : 'them'}, or suppress this with the reason why any value is acceptable.`,
      uri: document.uri,
      range: document.rangeOf(path),
      rule: ruleAt(document, origin.path),
      fixes: bindFix(document, path, names),
    },
  ];
}

type Origin = NonNullable<ReturnType<Project['originOf']>>;

/** The signals that the trigger reads. What of them is open, the analysis says. */
function signalsOfTrigger(project: Project, { uri, path }: Origin): string[] {
  return signalsIn(project, uri, [...path, 'when']);
}

/** The signals in the reason and in the payload that the reviewer gets. */
function shownSignals(project: Project, { uri, path }: Origin, payload: string | undefined): string[] {
  const reason = signalsIn(project, uri, [...path, 'reason']);
  const contract = payload === undefined ? undefined : project.definitionsOf('payload', payload)[0];
  return [...reason, ...(contract === undefined ? [] : signalsIn(project, contract.uri, [...contract.path, 'fields']))];
}

function signalsIn(project: Project, uri: string, path: SourcePath): string[] {
  const isInside = (other: SourcePath): boolean => path.every((segment, at) => other[at] === segment);
  return project.references.flatMap(reference =>
    reference.kind === 'signal' &&
    reference.uri === uri &&
    isInside(reference.path) &&
    ownValue(project.ruleSet.signals, reference.name) !== undefined
      ? [reference.name]
      : [],
  );
}

/** Adds names to the list at a path, in its style. */
function bindFix(document: SourceDocument, path: SourcePath, names: readonly string[]): Fix[] {
  const list = document.nodeAt(path);
  const last = list?.kind === 'sequence' ? list.items.at(-1) : undefined;
  if (list?.kind !== 'sequence' || last === undefined) return [];
  const texts = names.map(name => (document.format === 'json' ? JSON.stringify(name) : name));
  const { line, character } = document.positionAt(list.start);
  const isOwnLine = document.text.slice(document.lineStart(line), list.start).trim() === '';
  if (!list.flow && !isOwnLine) return [];
  const margin = `${document.lineBreak}${' '.repeat(character)}- `;
  const newText = texts.map(text => (list.flow ? `, ${text}` : `${margin}${text}`)).join('');
  const range = document.rangeBetween(last.end, last.end);
  const title = `Bind ${listed(names.map(name => `\`${name}\``))}`;
  return [{ title, edits: [{ uri: document.uri, range, newText }], preferred: true }];
}
