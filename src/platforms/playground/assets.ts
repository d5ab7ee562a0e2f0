import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentSecurityPolicy } from './safety.ts'

export type Asset = Readonly<{ body: string; type: string; etag: string }>

const ROOT = new URL('../../../', import.meta.url)
const PAGE = 'src/platforms/playground/page/'
/** The only module outside of the page that browsers load. */
const SHARED: ReadonlySet<string> = new Set(['src/bot/tokens.ts'])

/** The modules that the page imports by name, served from node_modules. */
const LIBRARIES: Readonly<Record<string, string>> = {
  preact: 'preact.js',
  'preact/hooks': 'preact-hooks.js',
  htm: 'htm.js',
  marked: 'marked.js',
}

const IMPORT_MAP = JSON.stringify({
  imports: Object.fromEntries(
    Object.entries(LIBRARIES).map(([name, file]) => [name, `/playground/lib/${file}`]),
  ),
})

const SHELL = `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Loopmate</title>
<link rel="icon" type="image/svg+xml" href="/playground/icon.svg">
<link rel="stylesheet" href="/playground/${PAGE}page.css">
<script type="importmap">${IMPORT_MAP}</script>
<script type="module" src="/playground/${PAGE}main.ts"></script>
</head>
<body><div id="app"></div><noscript>This page needs JavaScript. 此页面需要 JavaScript。</noscript></body>
</html>
`

export const POLICY = contentSecurityPolicy([`sha256-${sha256(IMPORT_MAP)}`])

export const shell: Asset = { body: SHELL, type: 'text/html; charset=utf-8', etag: etagOf(SHELL) }

const JAVASCRIPT = 'text/javascript; charset=utf-8'

const ICON = `${PAGE}icon.svg`
/** Media types by the ending of a file's name; modules come as JavaScript. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Serves the page's modules as JavaScript, its styles, its icon, and libraries; changed files are read again. */
export function createAssets() {
  const kept = new Map<string, Asset & Readonly<{ stamp: string }>>()

  /** @param path below the root of the sources. @returns undefined for a file that is not the page's */
  async function source(path: string): Promise<Asset | undefined> {
    return isServed(path) ? load(new URL(path, ROOT)) : undefined
  }

  async function library(file: string): Promise<Asset | undefined> {
    const name = Object.keys(LIBRARIES).find((each) => LIBRARIES[each] === file)
    return name === undefined ? undefined : load(new URL(import.meta.resolve(name)))
  }

  async function load(url: URL): Promise<Asset | undefined> {
    const found = await stat(url).catch(() => undefined)
    if (!found?.isFile()) return undefined
    const stamp = `${found.mtimeMs} ${found.size}`
    const known = kept.get(url.href)
    if (known?.stamp === stamp) return known
    const text = await readFile(fileURLToPath(url), 'utf8')
    // Types are replaced by spaces, so lines and columns stay the same.
    const body = url.pathname.endsWith('.ts') ? stripTypeScriptTypes(text) : text
    const type = TYPES[extname(url.pathname)] ?? JAVASCRIPT
    const asset = { body, type, etag: etagOf(body), stamp }
    kept.set(url.href, asset)
    return asset
  }

  return { source, library, icon: () => load(new URL(ICON, ROOT)) }
}

/** Names have no two dots in a row and no slash at an edge, so they can't leave the folder. */
function isServed(path: string): boolean {
  if (SHARED.has(path)) return true
  return path.startsWith(PAGE) && /^(?:[a-z0-9-]+\/)*[a-z0-9-]+\.(?:ts|css)$/u.test(path.slice(PAGE.length))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function etagOf(body: string): string {
  return `"${sha256(body).slice(0, 22)}"`
}
