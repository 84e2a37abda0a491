import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { handrail, spawnHandrail, type Outcome } from '../command-line.ts';
import { createRepository, type TestRepository } from './git-repository.ts';

export const ruleFile = 'refunds.escalation.yaml';
export const log = 'releases/refunds/log.jsonl';
export const alice = ['--who', 'Alice <alice@example.org>'];
export const bob = ['--who', 'Bob <bob@example.org>'];

/** A rule set that needs two of three approvers to be loosened. */
export const refunds = `# The refunds desk
escalation: 1
name: refunds
version: 1.0.0
imports: [./common.escalation.yaml]
signals:
  amount: { type: number, minimum: 0, required: true }
rules:
  # Policy 4.2
  - { id: large, when: amount > 1000, decide: escalate, to: desk, payload: case@1 }
  - { id: small, when: amount <= 1000, decide: continue }
default: { decide: pause }
governance:
  requiredApprovals: { loosening: 2, other: 0 }
  approvers: [alice, bob, dana]
`;

const library = `escalation: 1
name: common
version: 1.0.0
targets: { desk: { kind: human, acknowledgeWithin: 15m } }
payloads: { case@1: { schema: ./case.schema.json, fields: { text: conversation.text } } }
`;

const samples = `samples: 1
ruleset: ./refunds.escalation.yaml
cases:
  - { name: A very large one, input: { amount: 99999 }, expect: { decide: escalate, to: desk } }
`;

export interface ReleaseRepository extends TestRepository {
  /** Runs the command line in the repository, in this process, which is faster. */
  run: (...args: string[]) => Promise<Outcome>;
  /** Runs the command line in the repository, in a new process as a user does. */
  spawn: (...args: string[]) => Promise<Outcome>;
  read: (name: string) => string;
  /** Replaces a text in a file. @throws if it does not occur */
  edit: (name: string, from: string | RegExp, to: string) => void;
  commitAll: (subject: string, by?: string) => void;
  /** Puts it into the state in which 1.0.0 is released and committed. */
  release: () => Promise<void>;
  /** Puts it into the state in which, after that, Erin has loosened the rules and committed 2.0.0. */
  loosen: () => Promise<void>;
}

/** Creates a git repository with that rule set, committed by Dana, who is also the user in git's settings. */
export function createReleaseRepository(): ReleaseRepository {
  const repository = createRepository();
  copyInto(repository, (drafted ??= draft()));
  const read = (name: string) => readFileSync(path.join(repository.folder, name), 'utf8');
  return {
    ...repository,
    run: (...args) => handrail(args, { cwd: repository.folder }),
    spawn: (...args) => spawnHandrail(args, { cwd: repository.folder }),
    read,
    edit: (name, from, to) => {
      const text = read(name).replace(from, to);
      if (text === read(name)) throw new Error(`${String(from)} is not in ${name}.`);
      writeFileSync(path.join(repository.folder, name), text);
    },
    commitAll: (subject, by = 'Dana') => repository.commit({ files: {}, by, at: '2026-03-03T10:00:00Z', subject }),
    release: async () => copyInto(repository, await (released ??= releaseFirst())),
    loosen: async () => copyInto(repository, await (loosened ??= loosen())),
  };
}

/** The files of a repository, by path. Each state is made once per worker; tests work on copies. */
type State = ReadonlyMap<string, Buffer>;

let drafted: State | undefined;
let released: Promise<State> | undefined;
let loosened: Promise<State> | undefined;

/** Keeps the files of a repository, and removes it. Its objects are packed, since a folder for each takes long to copy and to remove. */
function stateOf(repository: TestRepository): State {
  const { folder } = repository;
  repository.git('repack', '-a', '-d', '--quiet');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter(name => statSync(path.join(folder, name)).isFile());
  const state = new Map(files.map(name => [name, readFileSync(path.join(folder, name))]));
  repository.remove();
  return state;
}

function copyInto({ folder }: TestRepository, state: State): void {
  rmSync(folder, { recursive: true });
  for (const [name, content] of state) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

function draft(): State {
  const repository = createRepository();
  repository.git('config', 'user.name', 'Dana');
  repository.git('config', 'user.email', 'dana@example.org');
  const files = {
    [ruleFile]: refunds,
    'common.escalation.yaml': library,
    'case.schema.json': '{ "type": "object", "required": ["text"] }',
    'refunds.samples.yaml': samples,
  };
  repository.commit({ files, by: 'Dana', at: '2026-03-02T10:00:00Z', subject: 'The refunds desk' });
  return stateOf(repository);
}

async function releaseFirst(): Promise<State> {
  const repository = createReleaseRepository();
  const { code, stderr } = await repository.run('release', ruleFile, '--why', 'The first one');
  if (code !== 0) throw new Error(`The first release failed: ${stderr}`);
  repository.commitAll('Release 1.0.0');
  return stateOf(repository);
}

async function loosen(): Promise<State> {
  const repository = createReleaseRepository();
  await repository.release();
  repository.edit(ruleFile, /1000/g, '2000');
  repository.edit(ruleFile, '1.0.0', '2.0.0');
  repository.commitAll('Larger refunds', 'Erin');
  return stateOf(repository);
}
