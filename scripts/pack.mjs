// node scripts/pack.mjs FOLDER: the built console and what it needs to run, without the packages that only building and
// testing it need. `node dist/server.mjs` in that folder starts it, on this processor and C library.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build as bundle } from 'esbuild'
import { build, root } from './prepare.mjs'

/** Kept as packages: Next finds its own files by their place; the others hold a native module. */
const KEPT = ['next', 'better-sqlite3', '@node-rs/argon2']
/** Packages ask for these in a `try`, and do without. */
const NEVER_THERE = ['pg-native', 'pg-cloudflare']
/** Images are sent as they are (next.config.js), so what would scale them stays out: 20 MB. */
const IMAGE_SCALING = /^node_modules\/(sharp|@img)\//
/** What of Next only builds, compiles and develops, or is on its build's own lists. */
const NEXT_BUILDS_WITH =
  /^node_modules\/(typescript|caniuse-lite|postcss|@swc\/core|next\/dist\/(docs|client|server\/dev|build\/(webpack|babel|swc|jest)|lib\/upgrade|compiled\/(next-server|react|@?babel|webpack|terser|postcss|@vercel\/nft)))/

const [target] = process.argv.slice(2)
if (target === undefined) {
  console.error('usage: node scripts/pack.mjs FOLDER')
  process.exit(1)
}
const out = path.resolve(target)
if (fs.existsSync(out) && fs.readdirSync(out).length > 0) {
  console.error(`${out} is not empty`)
  process.exit(1)
}

build()
await bundleServer()
await copyPages()
copyNative()
for (const provider of ['sqlite', 'postgresql']) copy(`prisma/${provider}/migrations`)
copy('public')
writePackageJson()

async function bundleServer() {
  await bundle({
    absWorkingDir: root,
    entryPoints: ['server.ts'],
    outfile: path.join(out, 'dist/server.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { '@': root },
    external: [...KEPT, ...NEVER_THERE],
    // Names in stack traces stay; what only reading needs goes.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    // CommonJS packages in the bundle still ask for Node's own modules with `require`. Next takes the configuration that
    // it was built with, as its own standalone server does: reading next.config.js anew needs webpack.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module'",
        "import { fileURLToPath as __fileURLToPath } from 'node:url'",
        'const require = __createRequire(import.meta.url)',
        'const __filename = __fileURLToPath(import.meta.url)',
        "const __dirname = __fileURLToPath(new URL('.', import.meta.url))",
        "process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(require('../.next/required-server-files.json').config)",
      ].join('\n'),
    },
  })
}

/** The pages as they were built, and of Next what serves them. */
async function copyPages() {
  copy('.next', (file) => !/^\.next\/(cache|dev|diagnostics|types|trace[^/]*)$|\.(map|nft\.json)$/.test(file))
  const needed = new Set([...listedByNext(), ...(await neededToStartNext())])
  for (const file of needed) if (file.startsWith('node_modules/') && !IMAGE_SCALING.test(file)) copy(file)
}

/** The files that Next's build found to be needed by the server and by each page. */
function listedByNext() {
  const lists = filesBelow('.next/server').filter((file) => file.endsWith('.nft.json'))
  return ['.next/next-server.js.nft.json', ...lists].flatMap((list) =>
    readJson(list).files.map((file) => path.relative(root, path.join(root, path.dirname(list), file))),
  )
}

/** What a server of its own, as server.ts is, asks for besides; Next lists that for a server that it writes itself. */
async function neededToStartNext() {
  const { nodeFileTrace } = createRequire(path.join(root, 'package.json'))('next/dist/compiled/@vercel/nft')
  const { fileList } = await nodeFileTrace([path.join(root, 'node_modules/next/dist/server/next.js')], {
    base: root,
    processCwd: root,
    ignore: (file) => NEXT_BUILDS_WITH.test(file) || IMAGE_SCALING.test(file),
  })
  return ['node_modules/next/package.json', ...fileList]
}

function copyNative() {
  copy('node_modules/better-sqlite3', (file) =>
    /better-sqlite3($|\/(package\.json|lib|build$|build\/Release($|\/better_sqlite3\.node)))/.test(file),
  )
  for (const name of ['bindings', 'file-uri-to-path', '@node-rs']) copy(`node_modules/${name}`)
}

/** Says that the files are ECMAScript modules, and what they are. */
function writePackageJson() {
  const { name, version, license, type } = readJson('package.json')
  fs.writeFileSync(
    path.join(out, 'package.json'),
    `${JSON.stringify({ name, version, license, type, private: true })}\n`,
  )
}

function copy(place, filter = () => true) {
  fs.cpSync(path.join(root, place), path.join(out, place), {
    recursive: true,
    dereference: true,
    filter: (source) => filter(path.relative(root, source)),
  })
}

function filesBelow(folder) {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

function readJson(file) {
  return createRequire(path.join(root, 'package.json'))(path.join(root, file))
}
