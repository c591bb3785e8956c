import path from 'node:path'
import { failure } from '@/lib/protocol/reasons'

/**
 * The name of an entry without `./` and a closing slash; '' for the archive's own root.
 * @throws AppError 30003 for a name that is absolute or leads outside
 */
export function entryName(raw: string): string {
  if (raw.startsWith('/') || raw.includes('\0')) throw failure('archiveAbsolutePath', { name: raw })
  const parts = raw.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw failure('archivePathOutside', { name: raw })
  return parts.join('/')
}

/** Where a link leads inside the archive: a symlink's target is relative to its folder, a hard link's to the root. */
export function linkTarget(name: string, kind: 'symlink' | 'link', target: string): string {
  const joined = kind === 'symlink' ? path.posix.join(path.posix.dirname(name), target) : path.posix.normalize(target)
  const outside = target === '' || target.startsWith('/') || joined === '..' || joined.startsWith('../')
  if (outside) throw failure('archiveLinkOutside', { name, target })
  return joined.replace(/^\.\/|\/$/g, '')
}
