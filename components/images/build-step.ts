/** What a build step did, without the builder's wrapping: `RUN apt-get update`, `CMD ["nginx"]`. */
export function readableStep(createdBy: string): string {
  const text = createdBy.replace(/\s*# buildkit\s*$/, '').trim()
  const nop = /^\/bin\/sh -c #\(nop\)\s*(.*)$/s.exec(text)?.[1]
  if (nop !== undefined) return shortSums(nop)
  const command = /^(?:RUN )?(?:\|\d+ .*?)?\/bin\/sh -c (.*)$/s.exec(text)?.[1]
  return shortSums(command === undefined ? text : `RUN ${command.replace(/\s+/g, ' ').trim()}`)
}

/** `COPY file:<64 digits> in /app`: nobody reads all of them. */
function shortSums(text: string): string {
  return text.replace(/\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1:$2…').trim()
}
