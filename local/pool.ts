/**
 * Works off `items` with at most `limit` of them under way, in their order. The
 * first error ends it: what is under way is finished, nothing new begins.
 */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const source = iteratorOf(items);
  const worker = async () => {
    while (failures.length === 0) {
      const next = await source.next();
      if (next.done === true) return;
      await work(next.value).catch((error) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) throw failures[0];
}

function iteratorOf<T>(items: Iterable<T> | AsyncIterable<T>) {
  return Symbol.asyncIterator in items
    ? items[Symbol.asyncIterator]()
    : items[Symbol.iterator]();
}
