import { compareVersions, kubeEdgeVersion, parseVersion, type KubeEdgeVersion } from './kubeedge-version'

/** What somebody can do with it who may not; the first is the worse. */
export const ADVISORY_EFFECTS = ['remoteExecution', 'memoryExhaustion'] as const

export interface Advisory {
  /** Its CVE. */
  id: string
  /** KubeEdge's own name of it. */
  ghsa: string
  effect: (typeof ADVISORY_EFFECTS)[number]
  /** The part of KubeEdge that it is in, by its own name. */
  part: string
  /** The oldest version to go to that has it no more. */
  fixedIn: string
}

interface Known extends Omit<Advisory, 'fixedIn'> {
  /** Versions that have it: each from the first to before the second, which has it no more. */
  ranges: readonly (readonly [from: string, fixedIn: string])[]
}

const FIXES_OF_2026 = [
  ['1.22.0', '1.22.2'],
  ['1.23.0', '1.23.1'],
] as const
const RANGES_OF_2022 = [
  ['0.0.0', '1.9.4'],
  ['1.10.0', '1.10.2'],
  ['1.11.0', '1.11.1'],
] as const

/**
 * Advisories on what runs on an edge node, with the versions that their CVE records name. Those on cloudcore alone are
 * not told by a node's version. Node jobs were in shell lines since there are such jobs (1.12); ConfigUpdateJob came
 * with 1.21.
 */
const KNOWN: readonly Known[] = [
  {
    id: 'CVE-2026-62371',
    ghsa: 'GHSA-5jpj-293f-rhvj',
    effect: 'remoteExecution',
    part: 'NodeUpgradeJob',
    ranges: [['1.12.0', '1.21.2'], ...FIXES_OF_2026],
  },
  {
    id: 'CVE-2026-62182',
    ghsa: 'GHSA-m3c6-2p7h-cfr3',
    effect: 'remoteExecution',
    part: 'ConfigUpdateJob',
    ranges: [['1.21.0', '1.21.2'], ...FIXES_OF_2026],
  },
  {
    id: 'CVE-2022-31073',
    ghsa: 'GHSA-vwm6-qc77-v2rh',
    effect: 'memoryExhaustion',
    part: 'ServiceBus',
    ranges: RANGES_OF_2022,
  },
  {
    id: 'CVE-2022-31080',
    ghsa: 'GHSA-6wvc-6pww-qr4r',
    effect: 'memoryExhaustion',
    part: 'EdgeHub',
    ranges: RANGES_OF_2022,
  },
]

/** What is known to be wrong with the KubeEdge of a node, by the version of its kubelet; the worst first. */
export function advisoriesOf(kubeletVersion: string): Advisory[] {
  const version = parseVersion(kubeEdgeVersion(kubeletVersion))
  if (!version) return []
  // What came before 1.22.0 itself has what 1.22.0 has.
  const release = { ...version, preRelease: '' }
  return KNOWN.flatMap(({ ranges, ...advisory }) => {
    const range = ranges.find(([from, fixedIn]) => !isBefore(release, from) && isBefore(version, fixedIn))
    return range ? [{ ...advisory, fixedIn: `v${range[1]}` }] : []
  })
}

function isBefore(version: KubeEdgeVersion, text: string): boolean {
  const other = parseVersion(text)
  return other !== undefined && compareVersions(version, other) < 0
}

/** Those that let somebody run commands on the node. */
export function remoteExecutionOf(kubeletVersion: string): Advisory[] {
  return advisoriesOf(kubeletVersion).filter(({ effect }) => effect === 'remoteExecution')
}
