import { failClosed } from '../../hosts/index.ts';
import { gatePath } from './gate-file.ts';

/** Seconds that a host waits for the gate. The gate itself gives up after 8, and blocks the call. */
export const hookTimeoutSeconds = 30;

/**
 * A command for a shell that runs the gate, and blocks the call if that fails.
 * @param gate the path of the gate, quoted as the shell needs it
 */
export function shellCommand(host: string, gate = gatePath): string {
  return failClosed(`node ${gate} --host ${host}`);
}

/** The same for PowerShell. */
export function powershellCommand(host: string, gate = gatePath): string {
  const line = 'Handrail: the gate failed.';
  return `node ${gate} --host ${host}; if ($LASTEXITCODE -ne 0) { [Console]::Error.WriteLine('${line}'); exit 2 }`;
}
