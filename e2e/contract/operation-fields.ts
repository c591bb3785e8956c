/** What each operation takes, written down from PROTOCOL.md §6–§8 and not from the code under test. */
export interface OperationFields {
  readonly path: string
  readonly change: boolean
  readonly required: Readonly<Record<string, FieldType>>
  readonly optional?: Readonly<Record<string, FieldType>>
}

export type FieldType =
  | 'name'
  | 'text'
  | 'kubeName'
  | 'page'
  | 'size'
  | 'names'
  | 'archs'
  | 'quota'
  | 'policy'
  | 'network'
  | 'choice'
  | 'uuid'
  | 'flag'
  | 'host'
  | 'port'
  | 'user'
  | 'fingerprint'
  | 'time'
  | 'tail'

const list = { pageNum: 'page', pageSize: 'size' } as const
const listOptions = { search: 'text', sortBy: 'choice', order: 'choice' } as const
const image = { imageName: 'name', orgName: 'name' } as const
const batchNode = { batchID: 'page', name: 'name' } as const
const version = { appName: 'name', version: 'name' } as const

/** What a version is made of. */
const newVersion = {
  required: {
    ...version,
    archType: 'archs',
    orgName: 'name',
    containerImage: 'name',
    containerImageVersion: 'name',
    restartPolicy: 'policy',
    network: 'network',
  },
  optional: {
    functionType: 'text',
    description: 'text',
    cpuQuota: 'quota',
    maxCpuQuota: 'quota',
    memoryQuota: 'quota',
    maxMemoryQuota: 'quota',
  },
} as const

export const OPERATIONS: readonly OperationFields[] = [
  { path: 'node/createNode', change: true, required: { name: 'name', nodeType: 'text' } },
  {
    path: 'node/listNode',
    change: false,
    required: list,
    optional: { ...listOptions, status: 'choice', arch: 'text', nodeType: 'text', advisory: 'choice' },
  },
  { path: 'node/desNode', change: false, required: { name: 'name' } },
  { path: 'node/deleteNode', change: true, required: { name: 'name' } },
  { path: 'node/scripts', change: false, required: { name: 'name', arch: 'text' } },
  { path: 'node/listType', change: false, required: {} },
  { path: 'node/listArchType', change: false, required: {} },
  { path: 'node/listNodeEvent', change: false, required: { name: 'name' } },
  { path: 'node/describeNodeState', change: false, required: { name: 'name' } },
  { path: 'node/describeNodeUsage', change: false, required: { name: 'name' } },
  { path: 'node/batch', change: true, required: {} },
  {
    path: 'node/batchnode',
    change: true,
    required: { ...batchNode, nodeType: 'text', arch: 'text', ip: 'host', sudoer: 'user' },
    optional: { port: 'port', password: 'text', privateKey: 'text' },
  },
  { path: 'node/listBatch', change: false, required: list, optional: { ...listOptions, withNodes: 'flag' } },
  { path: 'node/describeBatch', change: false, required: { batchID: 'page' } },
  {
    path: 'node/listBatchNode',
    change: false,
    required: { batchID: 'page', ...list },
    optional: { ...listOptions, status: 'choice' },
  },
  { path: 'node/describeBatchNode', change: false, required: batchNode },
  {
    path: 'node/changeBatchNode',
    change: true,
    required: batchNode,
    optional: { ip: 'host', port: 'port', sudoer: 'user', password: 'text', privateKey: 'text' },
  },
  { path: 'node/batchresult', change: true, required: { batchID: 'page' } },
  { path: 'node/retryBatch', change: true, required: { batchID: 'page' }, optional: { names: 'names' } },
  { path: 'node/cancelBatch', change: true, required: { batchID: 'page' }, optional: { names: 'names' } },
  { path: 'node/acceptHostKey', change: true, required: { ...batchNode, fingerprint: 'fingerprint' } },
  { path: 'node/deleteBatchNode', change: true, required: batchNode },
  { path: 'node/deleteBatch', change: true, required: { batchID: 'page' } },
  { path: 'image/createOrg', change: true, required: { orgName: 'name' } },
  { path: 'image/listOrg', change: false, required: list, optional: listOptions },
  { path: 'image/deleteOrg', change: true, required: { orgName: 'name' } },
  { path: 'image/listImage', change: false, required: list, optional: { ...listOptions, orgName: 'name' } },
  { path: 'image/describeImage', change: false, required: image },
  { path: 'image/deleteImage', change: true, required: image },
  {
    path: 'image/listImageVersion',
    change: false,
    required: { ...image, ...list },
    optional: { ...listOptions, arch: 'choice', use: 'choice' },
  },
  { path: 'image/describeImageVersion', change: false, required: { ...image, imageVersion: 'name' } },
  {
    path: 'image/describeImageConfig',
    change: false,
    required: { ...image, imageVersion: 'name' },
    optional: { platform: 'choice' },
  },
  { path: 'image/describeUpload', change: false, required: { uploadId: 'uuid' } },
  {
    path: 'image/listImageUse',
    change: false,
    required: { orgName: 'name', ...list },
    optional: { ...listOptions, imageName: 'name', imageVersion: 'name' },
  },
  { path: 'image/deleteImageVersion', change: true, required: { ...image, imageVersion: 'name' } },
  { path: 'application/createApplication', change: true, ...newVersion },
  { path: 'application/previewManifest', change: false, ...newVersion },
  { path: 'application/describeManifest', change: false, required: version },
  {
    path: 'application/listApplication',
    change: false,
    required: list,
    optional: { ...listOptions, appType: 'choice', published: 'flag' },
  },
  { path: 'application/describeApplication', change: false, required: { appName: 'name' } },
  { path: 'application/deleteApplication', change: true, required: { appName: 'name' } },
  {
    path: 'application/listApplicationVersion',
    change: false,
    required: { appName: 'name', ...list },
    optional: { ...listOptions, status: 'choice' },
  },
  { path: 'application/describeApplicationVersion', change: false, required: version },
  { path: 'application/publishApplicationVersion', change: true, required: version },
  { path: 'application/offlineApplicationVersion', change: true, required: version },
  { path: 'application/deleteApplicationVersion', change: true, required: version },
  { path: 'application/deployApplication', change: true, required: { ...version, nodeNames: 'names' } },
  { path: 'application/undeployApplication', change: true, required: { ...version, nodeNames: 'names' } },
  { path: 'application/retryDeploy', change: true, required: { ...version, nodeNames: 'names' } },
  { path: 'application/rollbackDeploy', change: true, required: { appName: 'name', nodeNames: 'names' } },
  {
    path: 'application/listDeploy',
    change: false,
    required: list,
    optional: { ...listOptions, status: 'choice', appName: 'name', version: 'name', nodeName: 'name' },
  },
  {
    path: 'application/summarizeDeploy',
    change: false,
    required: {},
    optional: { appName: 'name', version: 'name' },
  },
  { path: 'application/describeDeploy', change: false, required: { appName: 'name', nodeName: 'name' } },
  {
    path: 'application/listApplicationDeploy',
    change: false,
    required: { ...version, ...list },
    optional: { ...listOptions, status: 'choice' },
  },
  {
    path: 'application/listNodeDeploy',
    change: false,
    required: { name: 'name', ...list },
    optional: { ...listOptions, status: 'choice' },
  },
  {
    path: 'application/listCanDeployNode',
    change: false,
    required: { appName: 'name', targetVersion: 'name', ...list },
    optional: listOptions,
  },
  { path: 'application/listDeployPod', change: false, required: { appName: 'name', nodeName: 'name' } },
  { path: 'application/listDeployUsage', change: false, required: { appName: 'name', nodeName: 'name' } },
  { path: 'application/listDeployEvent', change: false, required: { appName: 'name', nodeName: 'name' } },
  { path: 'application/describeDeployManifest', change: false, required: { appName: 'name', nodeName: 'name' } },
  {
    path: 'application/listDeployTarget',
    change: false,
    required: { ...version, ...list },
    optional: {
      ...listOptions,
      status: 'choice',
      arch: 'text',
      nodeType: 'text',
      presentVersion: 'name',
      nodeNames: 'names',
      onlyFitting: 'flag',
    },
  },
  {
    path: 'application/podLog',
    change: false,
    required: { appName: 'name', nodeName: 'name' },
    optional: {
      podName: 'kubeName',
      containerName: 'kubeName',
      previous: 'flag',
      tailLines: 'tail',
      since: 'time',
      until: 'time',
      timestamps: 'flag',
    },
  },
  { path: 'application/terminalTicket', change: false, required: {} },
  {
    path: 'activity/listActivity',
    change: false,
    required: list,
    optional: { kind: 'choice', nodeName: 'name', appName: 'name', version: 'name', imageName: 'text' },
  },
  { path: 'overview/attention', change: false, required: {} },
  { path: 'overview/describeOverview', change: false, required: {} },
  { path: 'overview/describePlatform', change: false, required: {} },
  { path: 'overview/search', change: false, required: { text: 'name' }, optional: { limit: 'size' } },
  { path: 'overview/listProblem', change: false, required: list },
]

/** There with the embedded cluster only. */
export const DEMO_OPERATIONS: readonly OperationFields[] = [
  { path: 'demo/joinVirtualNode', change: true, required: { name: 'name' }, optional: { arch: 'text' } },
  { path: 'demo/stopVirtualNode', change: true, required: { name: 'name' } },
  { path: 'demo/startVirtualNode', change: true, required: { name: 'name' } },
]

/** They take a form, so the tables of fields do not fit them. */
export const UPLOAD_OPERATIONS = ['image/uploadImage', 'node/batchcsv']

const GOOD: Readonly<Record<FieldType, unknown>> = {
  name: 'nothing-of-this-name',
  text: 'amd64',
  kubeName: 'no-such-pod',
  page: 1,
  size: 10,
  names: ['nothing-of-this-name'],
  archs: ['amd64'],
  quota: 0,
  policy: 'Always',
  network: { type: 'Host' },
  choice: undefined,
  uuid: '584a2d50-11d1-4d60-83ce-f0cc48a45348',
  flag: true,
  host: '192.0.2.1',
  port: 22,
  user: 'root',
  fingerprint: `SHA256:${'a'.repeat(43)}`,
  time: '2026-01-01T00:00:00Z',
  tail: 10,
}

/** Content that validates; the records that it names do not exist. */
export function goodContent({ required }: OperationFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(required).map(([field, type]) => [field, GOOD[type]]))
}

const LONG = 'n'.repeat(300)
const notText = [7, true, null, [], {}]
const notList = ['one', 7, null, {}, [], [7], [''], [null]]

/** Values that a field of the type must not take. */
export const BAD: Readonly<Record<FieldType, readonly unknown[]>> = {
  name: [...notText, '', LONG, 'line\nbreak', 'nul\0', 'bell\u0007', 'half \ud83d'],
  text: notText,
  kubeName: [...notText, '', LONG],
  page: [0, -1, 1.5, '1', null, true, [], {}, 1e20],
  size: [0, -1, 1.5, 1001, '10', null, true, [], {}],
  names: [...notList, [LONG], Array.from({ length: 1001 }, (_, i) => `node-${i}`)],
  archs: notList,
  quota: [-1, -0.001, '1', null, [], {}, 1e300],
  policy: ['always', 'Sometimes', '', 7, null],
  network: [
    'Host',
    7,
    null,
    [],
    {},
    { type: 'Bridge' },
    { type: 'PortMapping', portMappings: 'all' },
    { type: 'PortMapping', portMappings: [{ containerPort: 0, hostPort: 80 }] },
    { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 65_536 }] },
    { type: 'PortMapping', portMappings: [{ containerPort: -1, hostPort: 80 }] },
    { type: 'PortMapping', portMappings: [{ containerPort: 80.5, hostPort: 80 }] },
    { type: 'PortMapping', portMappings: [{ containerPort: '80', hostPort: 80 }] },
    { type: 'PortMapping', portMappings: [{ hostPort: 80 }] },
    { type: 'PortMapping', portMappings: [{ containerPort: 80 }] },
    {
      type: 'PortMapping',
      portMappings: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 81, hostPort: 8080 },
      ],
    },
  ],
  choice: ['nothing of that kind', 7, null, [], {}],
  uuid: ['', 'nothing of that kind', 7, null, [], {}],
  flag: ['true', 1, null, [], {}],
  host: [...notText, '', '-oProxyCommand=id', '256.1.1.1', '1.2.3', 'a b', 'a/b', 'fe80::1%eth0', `${'a'.repeat(254)}`],
  port: [0, -1, 65_536, 22.5, '22', null, [], {}],
  user: [...notText, '', '-l', 'a b', 'root;id', 'u'.repeat(65)],
  fingerprint: [...notText, '', 'SHA256:short', 'MD5:aa'],
  time: ['', 'yesterday', '2026-01-01', 7, null, [], {}],
  tail: [-1, 1.5, 10_001, '10', null, [], {}],
}
