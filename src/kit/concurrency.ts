/**
 * Does a piece of work for each item, so many side by side, until all are done or it is told to stop.
 * @returns what the pieces that failed threw: none keeps the others from being done
 */
export async function forEachConcurrently<T>(
  items: readonly T[],
  concurrency: number,
  stopping: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<readonly unknown[]> {
  const waiting = [...items]
  const faults: unknown[] = []
  const loop = async () => {
    for (let item = waiting.shift(); item !== undefined && !stopping.aborted; item = waiting.shift())
      await work(item).catch((error: unknown) => faults.push(error))
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  return faults
}
