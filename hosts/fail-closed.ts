/**
 * A command for hosts that block on exit code 2 only (`guard` says which): if the gate ends with any other code, is killed or does not exist, the shell
 * ends with code 2 and a reason. It cannot help against a gate that hangs, or that says nothing and succeeds.
 *
 * @param command a command for a POSIX shell, or fish
 */
export function failClosed(command: string): string {
  return `${command} || sh -c 'echo "Handrail: the gate failed, so the call is blocked. Run handrail doctor to see why." >&2; exit 2'`;
}
