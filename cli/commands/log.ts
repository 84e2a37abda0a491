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
import { brief, repairReleases, thorough, verifyReleases } from '../releases/verify.ts';

const actions = ['verify', 'head'] as const;

export const log: Command = {
  name: 'log',
  summary: 'show the history of a rule set, and verify that nobody tampered with it',
  usage: 'handrail log [RULESET|NAME] [verify|head] [--head HASH] [--allowed-signers FILE] [--format FORMAT]',
  formats: Object.keys(logFormats),
  options: { head: { type: 'string' }, 'allowed-signers': { type: 'string' } },
  help: [
    'Shows the releases, approvals and rollbacks of the rule set with this file or name; without one, of all rule sets in this',
    'folder and below. Approvals: ✓ counts, or will count; · does not count; ? cannot be decided.',
    '',
    '  verify                report every edit, removal, reordering and truncation of the log, files next to it that differ from',
    '                        what was released, and invalid signatures; exit with 1 if there are any',
    '  head                  print the hash of the last entry; kept elsewhere, it pins all entries up to it',
    '  --head HASH           a head that was printed earlier; the log must contain it',
    "  --allowed-signers FILE  keys that may sign (ssh-keygen(1)); default: git's gpg.ssh.allowedSignersFile",
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
    if (head !== undefined && found.length > 1)
      throw new UsageError('There are several logs: name the rule set that --head belongs to.');
    const logs: LogWithHistory[] = [];
    for (const each of found) {
      const allowedSigners = await allowedSignersFor(
        options,
        path.dirname(path.dirname(each.folder.folder)),
        directory,
      );
      for (const note of await repairReleases(each, now)) message(note);
      const verified = await verifyReleases(each, {
        head,
        allowedSigners,
        limits: action === 'verify' ? thorough : brief,
      });
      const pending = await pendingIn(each, verified.entries, { now, allowedSigners });
      const history = readHistory(verified.entries, { signatures: verified.signatures, pending });
      logs.push({ ...verified, history });
    }
    const empty = logs.filter(each => each.text === '' && each.faults.length === 0);
    for (const each of empty) message(`${each.name} has no releases yet.`);
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
      for (const each of faulty)
        message(`The log of ${each.name} was changed. Run \`handrail log verify\` for details.`);
    return faulty.length > 0 ? 1 : 0;
  },
};
