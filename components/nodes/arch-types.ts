import type { ArchType } from '@/lib/nodes/schema'

// Repeated here so that the validator behind the schema stays out of the browser's bundle; a test keeps them equal.
export const ARCH_TYPES = ['arm64', 'amd64'] as const satisfies readonly ArchType[]
