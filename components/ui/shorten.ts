/** Keeps beginning and end, which tell names apart. Counts characters, not UTF-16 units. */
export function shortenMiddle(text: string, maxLength: number): string {
  const characters = Array.from(text)
  if (characters.length <= maxLength) return text
  const kept = Math.max(maxLength - 1, 2)
  const head = Math.ceil(kept / 2)
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`
}
