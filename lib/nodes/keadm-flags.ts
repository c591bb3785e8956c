import { compareVersions, parseVersion } from './kubeedge-version'

interface JoinTo {
  /** Of KubeEdge: 1.16 to 1.23, as the configuration demands. */
  kubeedgeVersion: string
  /** `host:port` of cloudcore's hub. */
  cloudcore: string
}

/** Where a chart that publishes cloudcore on the nodes' ports puts hub (websocket, QUIC) and certificates. */
const NODE_PORTS = { websocket: '30000', quic: '30001', certificates: '30002' }
const QUIC_PORT = '10001'

/**
 * The flags of `keadm join` that follow from the version and the address; what follows from the machine, the script
 * finds out there. Settings were taken from 1.18 on and unknown ones are refused, so each has the version that brought it.
 */
export function keadmFlags({ kubeedgeVersion, cloudcore }: JoinTo): string[] {
  const port = cloudcore.slice(cloudcore.lastIndexOf(':') + 1)
  const isQuic = port === QUIC_PORT || port === NODE_PORTS.quic
  const isNodePort = port === NODE_PORTS.websocket || port === NODE_PORTS.quic
  const settings = SETTINGS.filter(([, since]) => isAtLeast(kubeedgeVersion, since))
  return [
    ...(isQuic ? ['--hub-protocol=quic'] : []),
    ...(isNodePort ? [`--certport=${NODE_PORTS.certificates}`] : []),
    ...settings.map(([setting]) => `--set=${setting}`),
  ]
}

/** What logs, terminals and events of an edge node need of it. */
const SETTINGS = [
  ['modules.edgeStream.enable=true', '1.18.0'],
  ['modules.edged.reportEvent=true', '1.19.0'],
] as const

/** A pre-release has what its release has. */
function isAtLeast(text: string, since: string): boolean {
  const version = parseVersion(text)
  const bound = parseVersion(since)
  return version !== undefined && bound !== undefined && compareVersions({ ...version, preRelease: '' }, bound) >= 0
}
