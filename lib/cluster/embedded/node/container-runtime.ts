import { randomBytes } from 'node:crypto'
import type { Container, ContainerState, ContainerStatus, RestartPolicy } from '@/lib/cluster/kinds'
import { timeOf, timestamp } from '../api/time'
import { canonicalImage } from './image-reference'
import type { PulledImage } from './image-pull'

const FIRST_BACKOFF_MS = 2_000
const LONGEST_BACKOFF_MS = 60_000
/** how long the container of a Job runs when its image does not say */
const DEFAULT_RUN_SECONDS = 2

export function backoffMs(failures: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** Math.max(0, failures - 1), LONGEST_BACKOFF_MS)
}

/** What is to come is by a clock that only goes forward; what was, and is reported, by the time of day. */
export type ContainerPhase =
  | { kind: 'new' }
  /** `shown` is what stays visible while an image that could not be had is tried again */
  | { kind: 'pulling'; shown?: ContainerState }
  | { kind: 'pull-failed'; reason: string; message: string; retryAt: number; announceAt: number; announced: boolean }
  | { kind: 'running'; startedAt: number; endsAt?: number; exitCode: number }
  | { kind: 'exited'; startedAt: number; finishedAt: number; exitCode: number; reason: string }
  | { kind: 'crash-backoff'; retryAt: number }

/** One container of a pod on a virtual node: what a container runtime knows of it. */
export class VirtualContainer {
  phase: ContainerPhase = { kind: 'new' }
  restartCount = 0
  pullFailures = 0
  imageID = ''
  lastState: ContainerState | undefined
  containerID = ''

  constructor(
    readonly spec: Container,
    private readonly restartPolicy: RestartPolicy,
  ) {}

  /** Takes up what was last reported. Running: it goes on where the machine did, and starts anew where that had no power. */
  restore(status: ContainerStatus, rebooted: boolean): void {
    this.restartCount = status.restartCount
    this.imageID = status.imageID
    this.lastState = status.lastState
    this.containerID = status.containerID ?? ''
    const { running, terminated } = status.state ?? {}
    if (running && !rebooted) {
      this.phase = this.runningPhase(timeOf(running.startedAt), undefined)
    } else if (running) {
      this.lastState = {
        terminated: {
          exitCode: 255,
          reason: 'Unknown',
          startedAt: running.startedAt,
          finishedAt: timestamp(),
          containerID: this.containerID,
        },
      }
      this.restartCount += 1
    } else if (terminated) {
      this.phase = {
        kind: 'exited',
        startedAt: timeOf(terminated.startedAt),
        finishedAt: timeOf(terminated.finishedAt),
        exitCode: terminated.exitCode,
        reason: terminated.reason ?? '',
      }
    }
  }

  start(image: PulledImage | undefined): void {
    if (image) this.imageID = image.imageID
    this.containerID = `containerd://${randomBytes(32).toString('hex')}`
    this.phase = this.runningPhase(Date.now(), image)
  }

  private runningPhase(startedAt: number, image: PulledImage | undefined): ContainerPhase {
    const seconds = image?.runSeconds ?? (this.restartPolicy === 'Always' ? undefined : DEFAULT_RUN_SECONDS)
    return {
      kind: 'running',
      startedAt,
      endsAt: seconds === undefined ? undefined : performance.now() + startedAt - Date.now() + seconds * 1000,
      exitCode: image?.exitCode ?? 0,
    }
  }

  exit(exitCode: number): void {
    if (this.phase.kind !== 'running') return
    const { startedAt } = this.phase
    this.phase = {
      kind: 'exited',
      startedAt,
      finishedAt: Date.now(),
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
    }
  }

  /** Whether an exited container is to be started again under its pod's restart policy. */
  shouldRestart(): boolean {
    if (this.phase.kind !== 'exited') return false
    return this.restartPolicy === 'Always' || (this.restartPolicy === 'OnFailure' && this.phase.exitCode !== 0)
  }

  backOff(): void {
    this.lastState = this.state()
    this.restartCount += 1
    this.phase = { kind: 'crash-backoff', retryAt: performance.now() + backoffMs(this.restartCount) }
  }

  state(): ContainerState {
    const { phase } = this
    switch (phase.kind) {
      case 'running':
        return { running: { startedAt: timestamp(phase.startedAt) } }
      case 'exited':
        return {
          terminated: {
            exitCode: phase.exitCode,
            reason: phase.reason,
            startedAt: timestamp(phase.startedAt),
            finishedAt: timestamp(phase.finishedAt),
            containerID: this.containerID,
          },
        }
      case 'pulling':
        return phase.shown ?? { waiting: { reason: 'ContainerCreating' } }
      case 'pull-failed':
        return {
          waiting: {
            reason: phase.announced ? 'ImagePullBackOff' : phase.reason,
            message: phase.announced
              ? `Back-off pulling image "${this.spec.image}": ${phase.reason}: ${phase.message}`
              : phase.message,
          },
        }
      case 'crash-backoff': {
        const seconds = Math.round(backoffMs(this.restartCount) / 1000)
        return {
          waiting: {
            reason: 'CrashLoopBackOff',
            message: `back-off ${seconds}s restarting failed container=${this.spec.name}`,
          },
        }
      }
      case 'new':
        return { waiting: { reason: 'ContainerCreating' } }
    }
  }

  status(): ContainerStatus {
    const running = this.phase.kind === 'running'
    return {
      name: this.spec.name,
      image: canonicalImage(this.spec.image ?? ''),
      imageID: this.imageID,
      ...(this.containerID ? { containerID: this.containerID } : {}),
      ready: running,
      started: running,
      restartCount: this.restartCount,
      state: this.state(),
      lastState: this.lastState ?? {},
    }
  }
}
