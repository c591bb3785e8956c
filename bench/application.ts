import type { InputOf, OperationPath } from '@/lib/protocol/operation-types'

type Call = <P extends OperationPath>(path: P, content: InputOf<P>) => Promise<unknown>

/** Version v1 of the application "bench", of the image "app" in the org "bench", published. */
export async function makeApplication(call: Call): Promise<void> {
  const version = { appName: 'bench', version: 'v1' }
  await call('application/createApplication', {
    ...version,
    archType: ['amd64'],
    orgName: 'bench',
    containerImage: 'app',
    containerImageVersion: '1',
    restartPolicy: 'Always',
    network: { type: 'Host' },
  })
  await call('application/publishApplicationVersion', version)
}

/** How many requests the console has sent to the cluster since, watches apart; it logs them at `debug`. */
export function countCalls(console_: { countLines(text: string): () => number }): () => number {
  return console_.countLines('"cluster request"')
}
