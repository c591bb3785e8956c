import { pullImage, type PulledImage } from './image-pull'
import type { NodeArch } from './node-object'

const MAX_CONCURRENT = 32
const TIMEOUT_MS = 5_000

/** Pulls for all nodes: the same image for the same architecture is asked for once at a time, and not too many at once. */
export class ImagePuller {
  private readonly inFlight = new Map<string, Promise<PulledImage>>()
  private readonly waiting: (() => void)[] = []
  private running = 0
  private readonly stopping = new AbortController()

  pull(image: string, arch: NodeArch): Promise<PulledImage> {
    const key = `${arch}\0${image}`
    const known = this.inFlight.get(key)
    if (known) return known
    const pulling = this.start(image, arch).finally(() => this.inFlight.delete(key))
    this.inFlight.set(key, pulling)
    return pulling
  }

  stop(): void {
    this.stopping.abort()
  }

  private async start(image: string, arch: NodeArch): Promise<PulledImage> {
    if (this.running >= MAX_CONCURRENT) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.running += 1
    try {
      return await pullImage(image, arch, AbortSignal.any([this.stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]))
    } finally {
      this.running -= 1
      this.waiting.shift()?.()
    }
  }
}
