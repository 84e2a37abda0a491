/** Applies a function to each item, to a few at a time, and keeps the order. */
export async function inTurn<T, R>(items: readonly T[], atOnce: number, each: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await each(items[at] as T);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
