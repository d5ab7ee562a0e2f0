import pMap from 'p-map'

/**
 * Does a piece of work for each item, several at a time. After `stopping` no further piece begins; those under way
 * are waited for.
 * @returns what the failed pieces threw: a failure does not keep the others from being done
 */
export async function forEachConcurrently<T>(
  items: readonly T[],
  concurrency: number,
  stopping: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<readonly unknown[]> {
  const errors: unknown[] = []
  const attempt = async (item: T) => {
    // Not by p-map's `signal`: with it the work under way would not be waited for.
    if (!stopping.aborted) await work(item).catch((error: unknown) => errors.push(error))
  }
  await pMap(items, attempt, { concurrency })
  return errors
}
