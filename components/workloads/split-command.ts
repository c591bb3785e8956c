/** The words of a command line: parted by spaces, kept together by quotes, taken as they are after a backslash. */
export function splitCommand(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const sign = line.charAt(i)
    if (quote === '' && /\s/.test(sign)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (sign === quote) quote = ''
    else if (quote === '' && (sign === '"' || sign === "'")) {
      quote = sign
      word ??= ''
    } else if (sign === '\\' && quote !== "'" && i + 1 < line.length) word = (word ?? '') + line.charAt(++i)
    else word = (word ?? '') + sign
  }
  return word === undefined ? words : [...words, word]
}
