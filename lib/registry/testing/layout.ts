import { descriptor, sha256Hex, type TarMember } from './make-archive'

/** The parts of archives that tests make by hand. */
export const sha = (bytes: Buffer) => `sha256:${sha256Hex(bytes)}`
export const json = (value: unknown) => Buffer.from(JSON.stringify(value))
export const file = (name: string, content: Buffer | string): TarMember => ({ header: { name }, content })
export const blob = (content: Buffer) => file(`blobs/sha256/${sha256Hex(content)}`, content)

export const configOf = (diffIds: string[], more: object = {}) =>
  json({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: diffIds }, ...more })

export const OCI = 'application/vnd.oci.image'
export const ociManifest = (config: Buffer, layers: Buffer[], kind = 'tar+gzip') =>
  json({
    schemaVersion: 2,
    config: descriptor(`${OCI}.config.v1+json`, config),
    layers: layers.map((one) => descriptor(`${OCI}.layer.v1.${kind}`, one)),
  })
export const indexFile = (manifests: object[]) => file('index.json', json({ schemaVersion: 2, manifests }))
export const named = (manifest: Buffer, tag: string, kind = 'manifest') => ({
  ...descriptor(`${OCI}.${kind}.v1+json`, manifest),
  annotations: { 'org.opencontainers.image.ref.name': tag },
})
