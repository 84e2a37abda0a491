import { opinionCommand } from '../releases/opinion-command.ts';
import { opinionHelp, entryHelp } from '../releases/options.ts';

export const approve = opinionCommand('approve', {
  summary: 'approve the next version of a rule set, as it is now',
  help: [
    'Records in the log that you approve the content of the rule file. The approval counts for exactly that content: after',
    'an edit, a new one is needed. Nobody can approve their own change, and if `governance.approvers` names people, only their',
    'approvals count. An approval that does not count is recorded too, with exit code 1.',
    '',
    '  --why REASON          why you approve; kept in the log',
    ...opinionHelp,
    ...entryHelp,
    '',
    'Examples:',
    '  handrail approve refunds.escalation.yaml --why "Tried on last week\'s cases"',
    '  handrail approve refunds.escalation.yaml --why "Fits policy 4.2" --role "risk officer" --sign ~/.ssh/id_ed25519',
  ].join('\n'),
});
