import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readHistory } from '../../engine/index.ts';
import { UsageError, type Command } from '../command.ts';
import { displayPath } from '../disk-workspace.ts';
import { logFormats, type LogWithHistory } from '../formats/log.ts';
import { forPeople } from '../printed.ts';
import { logsAt } from '../releases/find-logs.ts';
import { textOption } from '../releases/options.ts';
import { allowedSignersFor } from '../releases/signers.ts';
import { pendingIn } from '../releases/standing.ts';
import { repairReleases, verifyReleases } from '../releases/verify.ts';

const actions = ['verify', 'head'] as const;

export const log: Command = {
  name: 'log',
  summary: 'the history of a rule set, and whether somebody changed it',
  usage: 'handrail log [RULESET|NAME] [verify|head] [--head HASH] [--allowed-signers FILE] [--format FORMAT]',
  formats: Object.keys(logFormats),
  options: { head: { type: 'string' }, 'allowed-signers': { type: 'string' } },
  help: [
    'Shows the releases, approvals and rollbacks of a rule set: named by its file or its name; without one, of all below here.',
    'A tick means that an approval counts, or would; · that it does not; ? that it cannot be told.',
    '',
    '  verify                tell every edit, removal, reordering and truncation of the log, files beside it that are not what',
    '                        was released, and signatures that do not hold; exit with 1 where there is any',
    '  head                  print the hash of the last entry: kept elsewhere, it pins all that stands before it',
    '  --head HASH           a head that was printed earlier: the log has to hold it',
    "  --allowed-signers FILE  whose keys may have signed (ssh-keygen(1)); default: git's gpg.ssh.allowedSignersFile",
    '',
    'Examples:',
    '  handrail log refunds.escalation.yaml',
    '  handrail log refunds-assistant verify --head "$(cat refunds.head)"',
    '  handrail log refunds.escalation.yaml head > refunds.head',
  ].join('\n'),
  async run(paths, options, { directory, now, out, message, color }) {
    const asked = actions.filter(each => paths.includes(each));
    const [given, ...more] = paths.filter(each => !asked.some(action => action === each));
    if (more.length > 0 || asked.length > 1) throw new UsageError('Which log? Name one rule file, or one rule set.');
    const [action] = asked;
    const head = textOption(options, 'head');
    if (head !== undefined && !/^[\da-f]{64}$/.test(head))
      throw new UsageError('--head takes a hash as `handrail log … head` prints it: 64 hexadecimal digits.');
    const found = await logsAt(given, directory);
    if (head !== undefined && found.length > 1) throw new UsageError('There are several logs: say of which --head is.');
    const logs: LogWithHistory[] = [];
    for (const each of found) {
      const allowedSigners = await allowedSignersFor(
        options,
        path.dirname(path.dirname(each.folder.folder)),
        directory,
      );
      for (const note of await repairReleases(each, now)) message(note);
      const verified = await verifyReleases(each, { head, allowedSigners });
      const pending = await pendingIn(each, verified.entries, { now, allowedSigners });
      const history = readHistory(verified.entries, { signatures: verified.signatures, pending });
      logs.push({ ...verified, history });
    }
    const empty = logs.filter(each => each.text === '' && each.faults.length === 0);
    for (const each of empty) message(`Nothing was released of ${each.name} yet.`);
    if (empty.length === logs.length) return 2;
    const show = (file: string) => displayPath(pathToFileURL(file).href, directory);
    if (action === 'head' && options['format'] === 'text') {
      await out(forPeople(logs.map(each => each.head ?? '')));
    } else {
      const write = logFormats[options['format'] as keyof typeof logFormats];
      await out(write(logs, { verifying: action === 'verify', show, color }));
    }
    const faulty = logs.filter(each => each.faults.length > 0);
    if (action === 'head')
      for (const each of faulty) message(`The log of ${each.name} was changed: \`handrail log verify\` tells more.`);
    return faulty.length > 0 ? 1 : 0;
  },
};
