import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { imageArchive } from '../harness/archive'
import type { Answer } from '../harness/answer'
import type { Portal } from '../harness/portal'
import type { Random } from '../harness/random'
import { sendUpload } from '../harness/upload'

export const APPS = ['camera', 'sensor', 'gate']
export const VERSIONS = ['1', '2', '3']
export const NODE_NAMES = Array.from({ length: 20 }, (_, n) => `node ${n}`)
export const ORG = 'faults'
/** Of the image that is uploaded and deleted; another one is what the applications use. */
export const IMAGE = 'passing'
const TAGS = Array.from({ length: 10 }, (_, n) => `t${n}`)

const CLIENTS = 8
const PAUSE_MS = [0, 1200] as const
const REPLAY_MS = 200
const MAX_UNANSWERED_MS = 120_000

interface Content {
  code: number
  msg: string
  data?: unknown
}

/** What the answers that clients got add up to. */
export class Clients {
  /** The version that was asked for last with an OK, by `app on node`; nothing where it was taken away. */
  readonly deployed = new Map<string, string>()
  readonly tags = new Set<string>()
  /** Answers that no fault explains. */
  readonly wrong: string[] = []
  unanswered = 0
  readonly #busy = new Set<string>()
  #hopeless: AbortSignal | undefined

  constructor(readonly portals: () => Portal[]) {}

  /** Lets `count` changes be asked for, by several at once, each until it is answered, or until none can be. */
  async work(count: number, random: Random, hopeless?: AbortSignal): Promise<void> {
    this.#hopeless = hopeless
    let left = count
    const client = async (own: Random) => {
      while (left-- > 0) {
        await delay(own.between(...PAUSE_MS), undefined, { signal: hopeless })
        await (own.next() < 0.1 ? this.#changeImage(own) : this.#changeDeployment(own))
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, () => client(random.fork())))
  }

  /** Two clients never ask for different things for one place at a time: what counts would be a matter of luck. */
  async #alone(places: readonly string[], random: Random, work: (place: string) => Promise<void>): Promise<void> {
    const place = random.pick(places.filter((one) => !this.#busy.has(one)))
    this.#busy.add(place)
    try {
      await work(place)
    } finally {
      this.#busy.delete(place)
    }
  }

  #changeDeployment(random: Random): Promise<void> {
    const places = APPS.flatMap((app) => NODE_NAMES.map((node) => `${app} on ${node}`))
    return this.#alone(places, random, async (place) => {
      const [appName = '', nodeName = ''] = place.split(' on ')
      const present = this.deployed.get(place)
      const goes = present !== undefined && random.next() < 0.5
      const version = goes ? present : random.pick(VERSIONS.filter((one) => one !== present))
      const operation = goes ? 'application/undeployApplication' : 'application/deployApplication'
      const answer = await this.#answered(random, operation, { appName, version, nodeNames: [nodeName] })
      if (answer.code === 0) {
        if (goes) this.deployed.delete(place)
        else this.deployed.set(place, version)
      } else if (present !== undefined || !JSON.stringify(answer).includes('"undeploying"')) {
        // Only what is still being taken away may refuse.
        this.wrong.push(`${operation} of ${place}, version ${version} (had ${present}): ${JSON.stringify(answer)}`)
      }
    })
  }

  #changeImage(random: Random): Promise<void> {
    return this.#alone(TAGS, random, async (imageVersion) => {
      if (this.tags.has(imageVersion)) {
        const which = { orgName: ORG, imageName: IMAGE, imageVersion }
        const answer = await this.#answered(random, 'image/deleteImageVersion', which)
        if (answer.code === 0) this.tags.delete(imageVersion)
        else this.wrong.push(`delete of ${imageVersion}: ${JSON.stringify(answer)}`)
        return
      }
      const archive = await imageArchive({ tags: [`${IMAGE}:${imageVersion}`], salt: imageVersion })
      const answer = await this.#untilAnswered(random, (portal) => sendUpload(portal, { orgName: ORG, archive }))
      if (answer.code === 0) this.tags.add(imageVersion)
      else this.wrong.push(`upload of ${imageVersion}: ${JSON.stringify(answer)}`)
    })
  }

  /** The same message again and again, to whichever console, until one answers it. */
  #answered(random: Random, operation: string, content: unknown): Promise<Content> {
    const msgId = randomUUID()
    return this.#untilAnswered(random, (portal) => portal.call(operation, content, msgId))
  }

  async #untilAnswered(random: Random, ask: (portal: Portal) => Promise<Answer>): Promise<Content> {
    const end = Date.now() + MAX_UNANSWERED_MS
    for (let last = ''; ; this.unanswered++) {
      try {
        const { status, body, text } = await ask(random.pick(this.portals()))
        // 5xx: something behind the console failed, and whether the change was made is not said.
        if (status < 500 && isEnvelope(body)) return body.content
        last = `${status} ${text}`
      } catch (error) {
        last = String(error) // nobody answered
      }
      if (Date.now() > end) throw new Error(`no answer within ${MAX_UNANSWERED_MS} ms; the last: ${last}`)
      await delay(REPLAY_MS, undefined, { signal: this.#hopeless })
    }
  }
}

function isEnvelope(body: unknown): body is { content: Content } {
  return typeof body === 'object' && body !== null && 'content' in body
}
