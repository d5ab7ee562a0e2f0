/**
 * Where caches are kept between starts. Beside the packages: who may write there may change the code as well, which is
 * not so of a folder for temporary files. Where nobody may write, as in a read-only container, there is no cache.
 */
export const CACHE = new URL('../../node_modules/.cache/loopmate/', import.meta.url)
