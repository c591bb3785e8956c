import { AppError, CODE, type Code } from './errors'

/**
 * What is refused in words of our own, by the name that programs know it by: answered as `data.reason`, with what the
 * text names as `data.params`. Names are never changed; the pages have a sentence for each in every language. What
 * PROTOCOL.md fixes to the letter is its own name, see `FIXED_TEXTS`.
 */
export const REASONS = {
  role: [CODE.forbidden, 'this needs the role {needed}, yours is {own}'],
  otherSite: [CODE.forbidden, 'this request came from another site'],

  notJson: [CODE.invalid, 'the body is not JSON: {why}'],
  bodyTooLarge: [CODE.invalid, 'the body is larger than {maxBytes} bytes'],
  tooDeep: [CODE.invalid, 'content: must not be nested deeper than {max}'],
  messageIdUsed: [CODE.invalid, 'header.msg_id: was used before, by a message with another operation or content'],
  notForm: [CODE.invalid, 'the body must be multipart/form-data'],
  formUnreadable: [CODE.invalid, 'the form cannot be read: {why}'],
  fileMissing: [CODE.invalid, '{field}: is missing'],
  severalFiles: [CODE.invalid, '{field}: exactly one file is expected'],
  wrongFileField: [CODE.invalid, '{field}: the file is expected in the field {expected}'],
  uploadCutOff: [CODE.invalid, 'the upload was cut off'],
  uploadCutOffEarly: [CODE.invalid, 'the upload was cut off before its images were pushed'],
  batchIdMissing: [CODE.invalid, 'batchID: must be given as a field of the form or in the query'],
  csvInvalid: [CODE.invalid, 'the CSV file has {count} errors and nothing was taken of it: {first}'],
  uploadIdTaken: [CODE.invalid, 'x-upload-id: is taken by another upload'],

  nodeExists: [CODE.refused, 'a node named "{name}" exists already'],
  nodeDeleting: [CODE.refused, 'the node is being deleted'],
  batchConfirmed: [CODE.refused, 'the batch has been confirmed: nodes are added to a new one'],
  batchEmpty: [CODE.refused, 'the batch has no nodes yet'],
  batchFull: [CODE.refused, 'a batch has at most {max} nodes'],
  batchRunning: [CODE.refused, 'installations are under way: cancel them first'],
  batchNodeExists: [CODE.refused, 'the batch has a node named "{name}" already'],
  batchAddressTaken: [CODE.refused, 'the batch has a node at {ip}:{port} already: "{name}"'],
  batchNoCredentials: [CODE.refused, 'a password or a private key is needed for node "{name}"'],
  batchNamesTaken: [CODE.refused, 'nodes of these names exist already: {names}'],
  batchNothingToDo: [CODE.refused, 'there is no node in the batch that this can be done for'],
  batchNodeUnfit: [CODE.refused, 'this cannot be done for node "{name}", which is {status}'],
  batchNodeGone: [CODE.refused, 'node "{name}" was deleted: register it anew'],
  hostKeyOther: [CODE.refused, 'the machine has shown no such host key: {fingerprint}'],
  noCloudCore: [CODE.refused, 'CLOUDCORE_ADDRESS is not configured: the script would not know where to join'],
  noPublicKey: [CODE.refused, 'the file of EDGE_PUBLIC_KEY_FILE cannot be read as a public key in PEM'],
  joinTokenExpired: [
    CODE.refused,
    'the join token of the cluster expired at {at}: cloudcore renews it every twelve hours, so wait or see whether it runs',
  ],
  joinLinkExpired: [CODE.unauthorized, 'this link was good until {at}: get a new one from the console'],
  joinLinkUsed: [
    CODE.unauthorized,
    'this link was used at {at}, and each is good for one download: get a new one from the console. If it was not you who used it, somebody else has the join token of the cluster',
  ],
  noJoinSecret: [CODE.refused, 'the cluster has no secret kubeedge/tokensecret: is KubeEdge installed?'],
  emptyJoinSecret: [CODE.refused, 'the secret kubeedge/tokensecret holds no tokendata'],
  joinSecretForbidden: [CODE.refused, 'the console may not read the secret kubeedge/tokensecret'],
  clusterForbids: [CODE.refused, 'the console may not read {what}'],
  notEmbedded: [CODE.refused, 'the cluster is not the embedded one'],
  embeddedStopped: [CODE.refused, 'the embedded cluster has been stopped'],
  embeddedToken: [CODE.refused, 'the token is not that of this cluster'],
  notVirtual: [CODE.refused, 'node "{name}" exists and is not a virtual one'],
  noVirtualNode: [CODE.refused, 'there is no virtual node "{name}"'],
  invalidNode: [CODE.refused, '{why}'],

  noPod: [CODE.refused, 'the deployment has no pod now'],
  podGone: [CODE.refused, 'the deployment has no pod "{pod}" any more'],
  noContainer: [CODE.refused, 'the pod has no container "{container}"'],
  logNotStarted: [CODE.refused, 'the container has not started yet: {why}'],
  logNoPrevious: [CODE.refused, 'no run of the container before this one is kept'],
  execRefused: [CODE.refused, 'the command could not be started in the container: {why}'],
  nodeVirtual: [CODE.refused, 'node "{node}" is virtual, so there is no process to speak to: {why}'],
  streamsFull: [CODE.refused, 'all {max} of these that the console serves are open: try again later'],
  tooManyStreams: [CODE.refused, 'no more than {max} of these are open at a time for one user'],

  orgExists: [CODE.refused, 'an org named "{name}" exists already'],
  imageUsed: [CODE.refused, '{what} is used by version "{version}" of application "{app}"'],
  tagTaken: [CODE.refused, '{tag} belongs to another cluster'],
  noPlatform: [CODE.refused, 'the image is not there for {platform}'],

  notArchive: [CODE.fileType, 'the file is neither a tar archive nor a gzipped one'],
  notTarInGzip: [
    CODE.fileType,
    'the file is neither a tar archive nor a gzipped one: what its gzip data holds is no tar',
  ],
  fileTooLarge: [CODE.tooLarge, 'the file is larger than {maxBytes} bytes'],
  imageTooLarge: [CODE.tooLarge, 'the image is too large for the image registry'],
  archiveCutOff: [CODE.badArchive, 'the archive ends too early: it is cut off'],
  archiveCompressedCutOff: [CODE.badArchive, 'the archive ends too early: its compressed data is cut off'],
  archiveCompressedDamaged: [CODE.badArchive, 'the compressed data of the archive is damaged'],
  archiveDamaged: [CODE.badArchive, 'the archive is damaged: an entry has no valid tar header'],
  archiveNoImage: [CODE.badArchive, 'the archive is no image: it has neither manifest.json nor index.json'],
  archiveOldDocker: [
    CODE.badArchive,
    'the archive is of a format before Docker 1.10 (schema 1), which is not supported any more',
  ],
  archiveSchema1: [CODE.badArchive, 'the archive holds a manifest of schema 1, which is not supported any more'],
  archiveNoTag: [CODE.badArchive, 'the archive gives its image no tag'],
  archiveTagOnly: [
    CODE.badArchive,
    "the archive gives only the tag {tag}, and the file's name cannot be the image's: {file}",
  ],
  archiveBadName: [CODE.badArchive, 'the archive names an image that is no valid reference: {name}'],
  archiveSameName: [CODE.badArchive, 'the archive has two different images that would both be called {name}'],
  archiveSameEntry: [CODE.badArchive, 'the archive has two entries named {name}'],
  archiveEntryDigest: [CODE.badArchive, '{name} has another digest than its name says: {digest}'],
  archivePartDigest: [CODE.badArchive, 'the {what} {digest} has another digest: {actual}'],
  archivePartSize: [CODE.badArchive, 'the {what} {digest} has {actual} bytes, not {size}'],
  archivePartMissing: [CODE.badArchive, 'the archive names a {what} that it does not have: {digest}'],
  archiveFileMissing: [CODE.badArchive, 'manifest.json names a {what} that the archive does not have: {name}'],
  archiveLayerNoTar: [CODE.badArchive, 'the layer {name} is no tar'],
  archiveLayerCount: [CODE.badArchive, '{config} speaks of {listed} layers, the manifest of {present}'],
  archiveLayerDigest: [CODE.badArchive, 'layer {number} of {config} has another digest than it says: {digest}'],
  archiveLinkCircle: [CODE.badArchive, 'the links of the archive lead in a circle: {name}'],
  archiveNoJson: [CODE.badArchive, '{name} is no JSON'],
  archiveBadJson: [CODE.badArchive, '{name} is no valid JSON'],
  archiveJsonTooLarge: [CODE.badArchive, '{name} is larger than {maxBytes} bytes'],
  archiveNotAsMust: [CODE.badArchive, '{name} is not as it must be: {why}'],
  archiveTooDeep: [CODE.badArchive, 'the indexes of the archive are nested too deeply'],
  archiveEmptyIndex: [CODE.badArchive, 'the index {digest} names no manifest'],
  archiveTooManyEntries: [CODE.badArchive, 'the archive has more than {max} entries'],
  archiveTooManyManifests: [
    CODE.badArchive,
    'the archive has more than {max} manifests and configurations, or more than {maxBytes} bytes of them',
  ],
  archiveTooManyTags: [CODE.badArchive, 'the archive has more than {max} tags'],
  archiveUnpacksTooLarge: [CODE.badArchive, 'the archive unpacks to more than {maxBytes} bytes'],
  archiveBomb: [CODE.badArchive, 'the archive unpacks to more than {times} times its own size'],
  archiveOddEntry: [CODE.badArchive, 'the archive has an entry that is no file: {name}'],
  archiveAbsolutePath: [CODE.badArchive, 'the archive has an entry with an absolute path: {name}'],
  archivePathOutside: [CODE.badArchive, 'the archive has an entry that leads outside: {name}'],
  archiveLinkOutside: [CODE.badArchive, 'the archive has a link that leads outside: {name} -> {target}'],
  diskFull: [CODE.internal, 'the server has no disk space left to take this upload in'],

  clusterForToken: [CODE.unavailable, 'the cluster could not be reached for the join token'],
  clusterFor: [CODE.unavailable, 'the cluster could not be reached for {what}'],
  nodeSilent: [CODE.unavailable, 'node "{node}" is not heard from, so nothing reaches what runs on it: {why}'],
  tunnelRefused: [CODE.unavailable, 'nothing answers where the API server expects the kubelet of "{node}": {why}'],
  tunnelNoRoute: [CODE.unavailable, 'the API server finds no way to the kubelet of "{node}": {why}'],
  tunnelNoSession: [CODE.unavailable, 'CloudCore has no tunnel to "{node}": {why}'],
  tunnelCertificate: [CODE.unavailable, 'the stream certificates of CloudCore and the API server do not fit: {why}'],
  kubeletForbids: [CODE.unavailable, 'the kubelet of "{node}" refuses the API server: {why}'],
  kubeletUnreachable: [CODE.unavailable, 'the API server does not reach the kubelet of "{node}": {why}'],
  insideFailed: [CODE.unavailable, 'the cluster could not look into the pod on "{node}": {why}'],
  registryForPush: [CODE.unavailable, 'the image registry cannot be reached; nothing was recorded, try again later'],
  registryCredentials: [CODE.unavailable, 'the image registry refuses the console’s user name and password'],
  registryInsecure: [CODE.unavailable, 'the image registry cannot be reached securely: {why}'],
  registryNoProject: [CODE.unavailable, 'the project {project} does not exist in the image registry: make it there'],
  registryNoRight: [
    CODE.unavailable,
    'the image registry knows the console’s account, which may not push to the project {project}: does the project exist, and may the account push to it?',
  ],
  registryPolicy: [CODE.unavailable, 'a rule of the image registry forbids it: {why}'],
  registryRefused: [CODE.unavailable, 'the image registry refused the image: {why}'],
  registryForRead: [CODE.unavailable, 'the image registry cannot be reached, or does not give the image'],
  registryLostImage: [CODE.unavailable, 'the image registry does not have this image any more'],
  registryOddImage: [CODE.unavailable, 'what the image registry has under this name is no image that can be read'],
} as const satisfies Record<string, readonly [Code, string]>

export type Reason = keyof typeof REASONS

/** The names in braces. */
type Named<T extends string> = T extends `${string}{${infer N}}${infer Rest}` ? N | Named<Rest> : never
type Params<R extends Reason> = Record<Named<(typeof REASONS)[R][1]>, string | number>

interface Details {
  httpStatus?: number
  /** For the log only. */
  cause?: unknown
  /** Answered beside the reason. */
  more?: object
}

/** A refusal in words of our own, with the name and the values that a page makes its own sentence of. */
export function failure<R extends Reason>(reason: R, params: Params<R>, details: Details = {}): AppError {
  const [code, text] = REASONS[reason]
  const values: Readonly<Record<string, string | number>> = params
  const message = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  return new AppError(code, message, { ...details, data: { reason, params, ...details.more } })
}
