/** A version as KubeEdge writes it: `v1.23.1`, `v1.23.0-beta.1`. */
export interface KubeEdgeVersion {
  numbers: readonly [major: number, minor: number, patch: number]
  /** Such as "beta.1"; empty of a release. */
  preRelease: string
}

const FORM = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/

/** Edge nodes tell it behind their kubelet's: `v1.32.10-kubeedge-v1.23.1`; empty where they do not. */
export function kubeEdgeVersion(kubeletVersion: string): string {
  return /-kubeedge-(.+)$/.exec(kubeletVersion)?.[1] ?? ''
}

/** The kubelet's own: `v1.32.10`. */
export function kubernetesVersion(kubeletVersion: string): string {
  return kubeletVersion.replace(/-kubeedge-.*$/, '')
}

/** Undefined where it is none, as of a build that somebody made of their own. */
export function parseVersion(text: string): KubeEdgeVersion | undefined {
  const [, major, minor, patch, preRelease = ''] = FORM.exec(text) ?? []
  if (major === undefined) return undefined
  return { numbers: [Number(major), Number(minor), Number(patch)], preRelease }
}

/** Negative where `a` is the older. What comes before a release is older than it; among those, only roughly ordered. */
export function compareVersions(a: KubeEdgeVersion, b: KubeEdgeVersion): number {
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  if (a.preRelease === '' || b.preRelease === '') return Number(a.preRelease === '') - Number(b.preRelease === '')
  return a.preRelease.localeCompare(b.preRelease, 'en', { numeric: true })
}
