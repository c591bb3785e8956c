// Compares the JavaScript that each page of the production build loads before it can be used with its limit.
//
// What counts: every script that the page's prerendered HTML asks for by itself, as gzip (level 6, the server's) makes
// it, and what is written into the HTML. That is all that React waits for before it hydrates the page. Not counted:
// `noModule` scripts, which no supported browser fetches; what a click or the reader's language loads later; and what
// Next fetches ahead, when idle, for pages that links lead to.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { root } from './prepare.mjs'

const pagesDir = path.join(root, '.next/server/app')
const LIMIT = 280_000
const LIMITS = { '/login': 200_000 }
/** Next's own; no address leads to them. */
const NOT_PAGES = ['/_global-error', '/_not-found']

const gzipped = (text) => gzipSync(text, { level: 6 }).length

/** The scripts of a page: addresses of files, and what is written into the HTML. */
function scriptsOf(html) {
  const files = new Set()
  let inline = ''
  for (const [, attributes, body] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (/\bnomodule\b/i.test(attributes)) continue
    const src = /\bsrc="([^"]+)"/.exec(attributes)?.[1]
    if (src) files.add(src)
    else inline += body
  }
  return { files: [...files], inline }
}

const sizes = new Map()
function fileSize(src) {
  const file = path.join(root, '.next', decodeURIComponent(src.replace(/^\/_next\//, '').replace(/\?.*$/, '')))
  if (!sizes.has(file)) sizes.set(file, gzipped(fs.readFileSync(file)))
  return sizes.get(file)
}

/** Each page with what it loads, largest first. */
function pageSizes() {
  return fs
    .readdirSync(pagesDir, { recursive: true })
    .filter((file) => file.endsWith('.html'))
    .map((file) => ({ file, page: `/${file.replace(/\.html$/, '').replace(/^index$/, '')}` }))
    .filter(({ page }) => !NOT_PAGES.includes(page))
    .map(({ file, page }) => {
      const { files, inline } = scriptsOf(fs.readFileSync(path.join(pagesDir, file), 'utf8'))
      const bytes = files.reduce((sum, src) => sum + fileSize(src), gzipped(inline))
      return { page, bytes, limit: LIMITS[page] ?? LIMIT, files }
    })
    .sort((a, b) => b.bytes - a.bytes)
}

/** Prints the table; the number of pages within their limit and over it. */
export function checkPageSizes() {
  const pages = pageSizes()
  const width = Math.max(...pages.map(({ page }) => page.length))
  const number = (value) => value.toLocaleString('en-US').padStart(9)
  console.log(`${'page'.padEnd(width)} | ${'bytes'.padStart(9)} | ${'limit'.padStart(9)}`)
  for (const { page, bytes, limit } of pages) {
    console.log(`${page.padEnd(width)} | ${number(bytes)} | ${number(limit)}${bytes > limit ? '  OVER' : ''}`)
  }
  const failed = pages.filter(({ bytes, limit }) => bytes > limit).length
  return { passed: pages.length - failed, failed }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = checkPageSizes()
  process.exit(failed > 0 || passed === 0 ? 1 : 0)
}
