import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type CheckedSignature,
  type LogEntry,
  readPerson,
  signedText,
  type UnsealedEntry,
} from '../../engine/index.ts';
import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import { UsageError } from '../command.ts';

/** The namespace of signatures, so that one made for something else (a commit, a file) is not valid here. */
const namespace = 'handrail';

/**
 * Signs an entry with an SSH key, as git signs commits.
 * @param key file of a private key, or of a public key whose private key is in an agent
 * @throws UsageError if signing fails
 */
export async function signed(entry: UnsealedEntry, key: string): Promise<UnsealedEntry> {
  const { code, stdout, stderr } = await sshKeygen(['-Y', 'sign', '-n', namespace, '-f', key], signedText(entry));
  if (code !== 0 || !stdout.includes('-----BEGIN SSH SIGNATURE-----'))
    throw new UsageError(`Cannot sign with the key ${key}: ${complaint(stderr)}`);
  return { ...entry, signature: stdout };
}

/**
 * Verifies the signatures of a log against an allowed-signers file (ssh-keygen(1)). The key must belong to the address of the person in the entry, or to
 * their name if they have none, and must have been valid at the time of the entry.
 * @returns the result of each signature, by sequence number
 */
export async function checkSignatures(
  log: readonly LogEntry[],
  allowedSigners: string,
): Promise<Map<number, CheckedSignature>> {
  const results = new Map<number, CheckedSignature>();
  const folder = await mkdtemp(path.join(tmpdir(), 'handrail-'));
  try {
    const file = path.join(folder, 'signature');
    for (const entry of log) {
      if (entry.signature === undefined) continue;
      await writeFile(file, entry.signature);
      const { name, email } = readPerson(entry.who);
      const principal = email ?? name;
      const at = new Date(parseTimestamp(entry.time) ?? 0).toISOString().replace(/[-:T]|\.\d+/g, '');
      const options = ['-Y', 'verify', '-n', namespace, '-f', allowedSigners, '-I', principal, '-s', file];
      const { code, stdout, stderr } = await sshKeygen([...options, `-Overify-time=${at}`], signedText(entry));
      results.set(
        entry.sequence,
        code === 0
          ? { principal, key: /\bkey (SHA256:\S+)/.exec(stdout)?.[1] ?? null }
          : { problem: `The signature of ${entry.who} is not valid: ${complaint(stderr || stdout)}` },
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return results;
}

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

function sshKeygen(args: readonly string[], input: string): Promise<Outcome> {
  const child = spawn('ssh-keygen', args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  const outcome: Outcome = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text));
  // It may fail before it has read all input.
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new UsageError(missing) : error);
    });
    child.on('close', code => resolve({ ...outcome, code }));
  });
}

const missing =
  'Signatures need ssh-keygen of OpenSSH 8.8 or later, which is not on the PATH. Install OpenSSH, or continue without signatures.';

function complaint(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !line.startsWith('Signing data'));
  return lines.at(-1)?.trim() ?? 'ssh-keygen gives no reason.';
}
