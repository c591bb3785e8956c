'use client'
import { lazyPart } from './lazy-part'

/** Kubernetes objects as YAML, coloured, to copy and to download. Its code comes when it is first shown. */
export const ManifestView = lazyPart(async () => (await import('./manifest-text')).ManifestText)
