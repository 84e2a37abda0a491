import { opinionCommand } from '../releases/opinion-command.ts';
import { opinionHelp, sayingHelp } from '../releases/options.ts';

export const reject = opinionCommand('reject', {
  summary: 'reject the next version of a rule set, or take an approval back',
  help: [
    'Notes in the log that you reject what the rule file says. It is not released as long as the rejection stands: until the',
    'file is edited, or you approve it after all. An approval that you gave before is taken back. A rejection by somebody who',
    'may not approve does not count: it is noted, and exits with 1.',
    '',
    '  --why REASON          what is wrong with it; the log keeps it',
    ...opinionHelp,
    ...sayingHelp,
    '',
    'Examples:',
    '  handrail reject refunds.escalation.yaml --why "Loosens refunds from new customers"',
  ].join('\n'),
});
