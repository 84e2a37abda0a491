import { opinionCommand } from '../releases/opinion-command.ts';
import { opinionHelp, sayingHelp } from '../releases/options.ts';

export const approve = opinionCommand('approve', {
  summary: 'approve the next version of a rule set, as it is now',
  help: [
    'Notes in the log that you approve what the rule file says. It counts for exactly that: after an edit it has to be approved',
    'again. Nobody approves their own change, and where `governance.approvers` names people, theirs alone count. An approval',
    'that does not count is noted too, and exits with 1.',
    '',
    '  --why REASON          what makes it right; the log keeps it',
    ...opinionHelp,
    ...sayingHelp,
    '',
    'Examples:',
    '  handrail approve refunds.escalation.yaml --why "Tried on last week\'s cases"',
    '  handrail approve refunds.escalation.yaml --why "Fits policy 4.2" --role "risk officer" --sign ~/.ssh/id_ed25519',
  ].join('\n'),
});
