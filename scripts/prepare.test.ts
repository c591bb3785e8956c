import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { tempDirs } from '@/lib/testing/temp-dir'

const tempDir = tempDirs('prepare')
/** By program: what it makes. */
const MAKES = {
  prisma: ['lib/db/generated/sqlite/client.ts', 'lib/db/generated/postgresql/client.ts'],
  next: ['.next/BUILD_ID'],
  esbuild: ['dist/server.mjs'],
}
const SOURCES = ['app/page.tsx', 'prisma/models.prisma', 'prisma/sqlite/schema.prisma', 'tsconfig.json', 'server.ts']

/** A folder like the console's, in which stand-ins of the programs note that they ran and make what they are to make. */
let root: string
const at = (file: string) => path.join(root, file)
function write(file: string, content = ''): void {
  mkdirSync(path.dirname(at(file)), { recursive: true })
  writeFileSync(at(file), content)
}
beforeEach(async () => {
  root = await tempDir()
  mkdirSync(at('scripts'))
  cpSync(path.join(import.meta.dirname, 'prepare.mjs'), at('scripts/prepare.mjs'))
  for (const file of SOURCES) write(file)
  for (const file of ['package-lock.json', 'node_modules/.package-lock.json']) write(file, '{"packages":{}}')
  for (const [program, files] of Object.entries(MAKES)) {
    const lines = files.map((file) => `mkdir -p ${path.dirname(file)} && touch ${file}`)
    write(`node_modules/.bin/${program}`, ['#!/bin/sh', `echo ${program} >> ran`, ...lines, ''].join('\n'))
    chmodSync(at(`node_modules/.bin/${program}`), 0o755)
  }
})

/** Which programs a build runs. */
function build(): string[] {
  write('ran')
  const program = `import(${JSON.stringify(pathToFileURL(at('scripts/prepare.mjs')).href)}).then((m) => m.build())`
  execFileSync(process.execPath, ['-e', program], { stdio: 'pipe' })
  return [...new Set(readFileSync(at('ran'), 'utf8').split('\n').filter(Boolean))]
}

const ALL = ['prisma', 'next', 'esbuild']

describe('a build', () => {
  it('is made once', () => {
    expect(build()).toEqual(ALL)
    expect(build()).toEqual([])
  })

  it.each([
    ['a page', 'app/page.tsx', ['next', 'esbuild']],
    ['how TypeScript is read', 'tsconfig.json', ['next', 'esbuild']],
    ['the models', 'prisma/models.prisma', ALL],
    ['how the clients are generated', 'prisma/sqlite/schema.prisma', ALL],
    ['how it is made', 'scripts/prepare.mjs', ALL],
  ])('is made anew when %s changes', (_, file, programs) => {
    build()
    appendFileSync(at(file), '\n')
    expect(build()).toEqual(programs)
    expect(build()).toEqual([])
  })

  it.each([
    ['.next', ['next', 'esbuild']],
    ['dist/server.mjs', ['next', 'esbuild']],
    ['lib/db/generated/sqlite', ['prisma']],
  ])('is made anew when %s was deleted', (made, programs) => {
    build()
    rmSync(at(made), { recursive: true })
    expect(build()).toEqual(programs)
  })

  it('that failed is made again', () => {
    writeFileSync(at('node_modules/.bin/esbuild'), '#!/bin/sh\nexit 3\n')
    expect(() => build()).toThrow()
    writeFileSync(at('node_modules/.bin/esbuild'), '#!/bin/sh\nmkdir -p dist; touch dist/server.mjs\n')
    expect(build()).toEqual(['next'])
  })
})
