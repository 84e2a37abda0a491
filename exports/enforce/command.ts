import { failClosed } from '../../hosts/index.ts';
import { gatePath } from './gate-file.ts';

/** Seconds that a host waits for the gate. The gate itself gives up after 20, and blocks the call. */
export const hookTimeoutSeconds = 30;

/**
 * Starts the gate file that is its first argument, and blocks the call if that is missing, damaged or empty: Node alone would end with code 1 or, if the
 * file is empty, with 0. Its only quotes are backticks, which a shell leaves alone between single quotes.
 */
const loader =
  'import(require(`url`).pathToFileURL(process.argv[1])).then(m=>{if(!m.isGate)throw m}).catch(()=>{console.error(`Handrail: the gate failed, so the call is blocked. Run handrail doctor to see why.`);process.exit(2)})';

/** The arguments of Node that run a gate for a host, for hosts that start programs without a shell. */
export function gateArguments(gate: string, host: string): string[] {
  return ['-e', loader, gate, '--host', host];
}

/**
 * A command line that runs the gate, for hosts with a switch that blocks the call if it fails. Cursor appends its event as a here-document, which only a single
 * command reads.
 */
export function plainCommand(host: string, gate = gatePath): string {
  return `node -e '${loader}' ${gate} --host ${host}`;
}

/**
 * A command for a shell that runs the gate, and blocks the call if that fails.
 * @param gate the path of the gate, quoted as the shell needs it
 */
export function shellCommand(host: string, gate = gatePath): string {
  return failClosed(plainCommand(host, gate));
}

/** The same for PowerShell. */
export function powershellCommand(host: string, gate = gatePath): string {
  const failed = `[Console]::Error.WriteLine('Handrail: the gate failed, so the call is blocked. Run handrail doctor to see why.'); exit 2`;
  return `${plainCommand(host, gate)}; if ($LASTEXITCODE -ne 0) { ${failed} }`;
}
