import { ownValue } from '../../../engine/model/json.ts';
import { entriesIn } from '../../source/project/names.ts';
import type { Project } from '../../source/project/project.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { ruleAt } from '../places.ts';
import { removalFix } from '../removal.ts';

export const ungrantableDecision: FindingDefinition = {
  code: 'ungrantable-decision',
  category: 'handoffs',
  fixable: true,
  severity: 'error',
  title: 'Grant without a reviewer',
  summary: 'A rule that does not escalate has a `grant`: no person reviews its cases, so nobody can issue one.',
  guards: 'loading',
  detect,
};

const because: Readonly<Record<string, string>> = {
  continue: '`continue` lets the agent go on anyway',
  pause: '`pause` asks nobody',
  route: '`route` asks an agent, and agents cannot allow anything',
  deny: 'nobody can allow what `deny` refuses',
  stop: 'nobody can allow what `stop` ends',
};

/** At the key `grant` of each rule that decides something other than `escalate`. */
function detect({ document }: Project): Detected[] {
  return entriesIn(document.value, 'rules').flatMap(([index, rule]) => {
    const decide = ownValue(rule, 'decide');
    const path = ['rules', index, 'grant'];
    if (ownValue(rule, 'grant') === undefined || typeof decide !== 'string' || !Object.hasOwn(because, decide))
      return [];
    const fix = removalFix('Delete `grant`', document, path);
    return [
      {
        message: `Only \`escalate\` asks a person, who can issue grants: ${because[decide] ?? ''}. Delete \`grant\`, or decide \`escalate\`.`,
        uri: document.uri,
        range: document.rangeOf(path, 'key'),
        rule: ruleAt(document, path),
        fixes: fix === null ? [] : [fix],
      },
    ];
  });
}
