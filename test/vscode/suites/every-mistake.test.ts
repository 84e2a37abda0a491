import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { cleanUp, codeOf, findings, writeFile } from '../inside/rule-file.ts';

interface Expected {
  code: string;
  severity: string;
  message: string;
  file: string;
  range: { start: vscode.Position; end: vscode.Position };
}

const severities = ['error', 'warning', 'information', 'hint'];

const names = [
  'every-mistake.escalation.yaml',
  'every-mistake.samples.yaml',
  'every-flaw.escalation.yaml',
  'every-flaw.samples.yaml',
  'every-conflict.escalation.yaml',
  'every-counter.escalation.yaml',
  'every-counter.samples.yaml',
  'every-release.escalation.yaml',
  'releases/every-release/0.8.0.escalation.yaml',
];

/** Files that findings of other files refer to. */
const beside = ['releases/every-release/1.0.0.escalation.yaml', 'releases/every-release/log.jsonl'];

/** Reads a file of the fixture, such as the report of `handrail check`, which test/cli verifies. */
async function readFixture(name: string): Promise<string> {
  const root = process.env['HANDRAIL_ROOT'];
  assert.ok(root, 'HANDRAIL_ROOT names the folder of the repository');
  return readFile(path.join(root, 'test', 'fixtures', 'every-mistake', name), 'utf8');
}

describe('A rule set with one mistake of every kind', () => {
  afterEach(cleanUp);

  it('has the same findings in the editor as on the command line', async () => {
    const { findings: expected } = JSON.parse(await readFixture('expected.json')) as { findings: Expected[] };
    assert.ok(expected.length > 20);
    for (const name of [...beside, ...names]) {
      await writeFile(name, await readFixture(name));
    }
    for (const name of names) {
      const uri = await writeFile(name, await readFixture(name));
      await vscode.window.showTextDocument(uri);
      const wanted = expected.filter(({ file }) => file === name).map(inWords);
      const own = (all: readonly vscode.Diagnostic[]) => all.filter(each => !isRepeated(each));
      const found = await findings(
        uri,
        `${name} has its ${wanted.length} findings`,
        all => own(all).length === wanted.length,
      );
      assert.deepEqual(own(found).map(diagnosticInWords).sort(), wanted.sort());
    }
  });
});

/** The command line reports an error once, in its file. The editor also reports it at samples that cannot run because of it. */
function isRepeated({ code, message }: vscode.Diagnostic): boolean {
  return codeOf(code) === 'undefined-import' && message.startsWith('These samples cannot run');
}

function inWords({ code, severity, message, range: { start, end } }: Expected): string {
  return `${start.line}:${start.character}-${end.line}:${end.character} ${severity} ${code}: ${message}`;
}

function diagnosticInWords({ code, severity, message, range }: vscode.Diagnostic): string {
  const today = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
  const undated = message.replaceAll(today, 'TODAY');
  return inWords({ code: codeOf(code), severity: severities[severity] ?? '', message: undated, file: '', range });
}
