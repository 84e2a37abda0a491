import { isJsonObject, ownValue } from '../../../engine/model/json.ts';
import { parseDuration } from '../../../engine/model/time/duration.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { objectIn } from '../../source/project/names.ts';
import type { Project } from '../../source/project/project.ts';
import { fallbackGraph } from '../fallback-graph.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { removalFix } from '../removal.ts';

export const handoffNoEffect: FindingDefinition = {
  code: 'handoff-no-effect',
  category: 'handoffs',
  fixable: true,
  severity: 'warning',
  title: 'Part of a target without effect',
  summary: 'A second target never joins, or `rounds` are counted although no fallback leads back to the target.',
  detect: project => [
    ...Object.entries(objectIn(project.document.value, 'targets')).flatMap(([name, target]) =>
      neverJoins(project.document, name, target),
    ),
    ...needlessRounds(project),
  ],
};

/** A second target that cannot join: it is the target itself, or the handoff is always over before. */
function neverJoins(document: SourceDocument, name: string, target: unknown): Detected[] {
  const also = ownValue(target, 'also');
  if (!isJsonObject(also)) return [];
  const path = ['targets', name, 'also'];
  const other = ownValue(also, 'target');
  if (other === name) {
    const message = `\`${name}\` cannot join itself. Name another target, or delete \`also\`.`;
    return [withRemoval(document, path, [...path, 'target'], message)];
  }
  const resolveWithin = ownValue(target, 'resolveWithin');
  const [joins, over] = [timeOf(ownValue(also, 'after')), timeOf(resolveWithin)];
  if (typeof other !== 'string' || typeof resolveWithin !== 'string') return [];
  if (joins === undefined || over === undefined || joins < over) return [];
  const message = `\`${other}\` never joins: the handoff is over after \`resolveWithin\` (${resolveWithin}). Let it join earlier, or delete \`also\`.`;
  return [withRemoval(document, path, [...path, 'after'], message)];
}

function timeOf(duration: unknown): number | undefined {
  return typeof duration === 'string' ? parseDuration(duration) : undefined;
}

/** Rounds of targets to which no chain comes back. A library's targets can be in a loop by the rules that import it. */
function needlessRounds(project: Project): Detected[] {
  if (project.kind === 'library') return [];
  const { own, replacing, rounds } = fallbackGraph(project);
  const { document } = project;
  return [...rounds].flatMap(name => {
    const path = ['targets', name, 'rounds'];
    if (document.nodeAt(path) === undefined) return [];
    const reached = new Set<string>();
    const follow = (from: string) => {
      for (const each of [...(own.get(from) ?? []), ...replacing.filter(edge => edge.from === from)])
        reached.add(each.to);
    };
    follow(name);
    for (const next of reached) follow(next);
    if (reached.has(name)) return [];
    const message = `\`rounds\` has no effect: no fallback leads back to \`${name}\`. Let the last target of the chain fall back to it, or delete \`rounds\`.`;
    return [withRemoval(document, path, path, message)];
  });
}

function withRemoval(document: SourceDocument, removed: SourcePath, path: SourcePath, message: string): Detected {
  const fix = removalFix(`Delete \`${String(removed.at(-1))}\``, document, removed);
  return { message, uri: document.uri, range: document.rangeOf(path), fixes: fix === null ? [] : [fix] };
}
