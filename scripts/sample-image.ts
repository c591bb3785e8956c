// npm run sample-image -- NAME:TAG FILE: writes a small image archive, to try uploads where there is no docker.
import { writeFile } from 'node:fs/promises'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'

const [tag, file] = process.argv.slice(2)

async function main(): Promise<void> {
  if (tag === undefined || file === undefined || !/^[a-z0-9._/-]+:[\w.-]+$/.test(tag)) {
    throw new Error('usage: npm run sample-image -- hello:1.0 hello.tar')
  }
  const archive = await makeDockerArchive({
    repoTags: [tag],
    files: { 'hello.txt': `this is ${tag}\n` },
    arch: 'amd64',
  })
  await writeFile(file, archive)
  process.stdout.write(`wrote ${file}: ${tag}, ${archive.length} bytes\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
