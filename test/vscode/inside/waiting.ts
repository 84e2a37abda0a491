/** Milliseconds that anything may take inside the editor. Generous: the machine may be busy with other windows. */
const limit = 20_000;

/**
 * Looks again and again until there is something to see: anything but null, undefined and false.
 * @param description What is waited for; the message of the error that comes when it does not happen in time.
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
