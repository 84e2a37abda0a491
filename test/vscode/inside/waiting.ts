/** Milliseconds that anything may take in the editor; generous, since the machine may be busy with other windows. */
const limit = 20_000;

/**
 * Repeats a check until it returns something other than null, undefined or false.
 * @param description the expected result, for the error message if it does not occur in time
 */
export async function eventually<T>(
  description: string,
  look: () => T | Promise<T>,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found as Exclude<T, null | undefined | false>;
    if (Date.now() > deadline) throw new Error(`Waited ${limit / 1000} s in vain: ${description}.`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
