import { opinionCommand } from '../releases/opinion-command.ts';
import { opinionHelp, entryHelp } from '../releases/options.ts';

export const reject = opinionCommand('reject', {
  summary: 'reject the next version of a rule set, or withdraw an approval',
  help: [
    'Records in the log that you reject the content of the rule file. It cannot be released until the file is edited, or you',
    'approve it after all. If you had approved it, that approval is withdrawn. A rejection by somebody who may not approve',
    'does not count: it is recorded, with exit code 1.',
    '',
    '  --why REASON          what is wrong with it; kept in the log',
    ...opinionHelp,
    ...entryHelp,
    '',
    'Examples:',
    '  handrail reject refunds.escalation.yaml --why "Loosens refunds from new customers"',
  ].join('\n'),
});
