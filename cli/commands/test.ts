import { createQueries } from '../../language/queries/create-queries.ts';
import { UsageError, type Command } from '../command.ts';
import { displayPath, diskWorkspace, filesAt } from '../disk-workspace.ts';
import { allPass, testFormats, type FileResult } from '../formats/tests.ts';
import { runSampleFile } from '../run-sample-file.ts';
import { sampleFilesOf } from '../sample-files.ts';

export const test: Command = {
  name: 'test',
  summary: 'run samples against their rule sets',
  usage: 'handrail test PATH… [--format FORMAT]',
  formats: Object.keys(testFormats),
  options: {},
  help: [
    'PATH is a sample file (*.samples.yaml), a rule file, a folder or a glob. For a rule file, the samples that',
    'name it are run, in its folder and one level below. A sample passes if the decision and each step of the handoff are as',
    'expected.',
    '',
    'Examples:',
    '  handrail test .',
    '  handrail test rules --format junit > results.xml',
  ].join('\n'),
  async run(paths, options, { directory, message, out, color, now }) {
    if (paths.length === 0) throw new UsageError('Which samples? Name a file, a folder or a glob: `handrail test .`');
    const { uris, nothingAt } = await filesAt(paths, directory);
    const sampleFiles = await sampleFilesOf(uris);
    for (const path of nothingAt) message(`There is no sample file at \`${path}\`.`);
    if (sampleFiles.length === 0) {
      if (nothingAt.length === 0)
        message(`There are no samples (*.samples.yaml) in ${paths.map(each => `\`${each}\``).join(', ')}.`);
      return 2;
    }
    const workspace = diskWorkspace(sampleFiles);
    const files: FileResult[] = [];
    for (const uri of sampleFiles) files.push(await runSampleFile(createQueries(workspace, { clock: () => now }), uri));
    const format = testFormats[options['format'] as keyof typeof testFormats];
    await out(format(files, { show: uri => displayPath(uri, directory), color }));
    if (nothingAt.length > 0) return 2;
    return allPass(files) ? 0 : 1;
  },
};
