/**
 * The folder of caches that outlive the process. It is beside the packages, where only those may write who may change the
 * code too, unlike a folder for temporary files. If nobody may write there, as in a read-only container, there is no cache.
 */
export const CACHE = new URL('../../node_modules/.cache/loopmate/', import.meta.url)
