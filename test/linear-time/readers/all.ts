import { CONTENT_READERS } from './content.ts'
import { FEATURE_READERS } from './features.ts'
import { PICTURE_READERS } from './pictures.ts'
import { PLATFORM_READERS } from './platforms.ts'
import type { Reader } from './reader.ts'
import { SLACK_READERS } from './slack.ts'

/** The page's types are a browser's, so its readers are imported where types do not follow. */
const PAGE = new URL('../../platforms/playground/page/readers.ts', import.meta.url).href
const { PAGE_READERS }: Readonly<{ PAGE_READERS: readonly Reader[] }> = await import(PAGE)

/** Every function that reads what members write. */
export const READERS: readonly Reader[] = [
  ...PLATFORM_READERS,
  ...SLACK_READERS,
  ...PAGE_READERS,
  ...FEATURE_READERS,
  ...CONTENT_READERS,
  ...PICTURE_READERS,
]
