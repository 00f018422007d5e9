/** As one would type it; quoted where an argument has a space. For people and for approval, never for a shell. */
export function commandLine({
  command,
  args,
}: {
  command: string
  args: readonly string[]
}): string {
  return [command, ...args]
    .map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`))
    .join(' ')
}

/**
 * A command line as its words, quoted as POSIX shells quote (XCU §2.2): the inverse of `commandLine`.
 * Nothing is expanded. Null where a quote is not closed, or nothing is there.
 */
export function splitCommandLine(line: string): [string, ...string[]] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const letter = line.charAt(at)
    if (quote === "'") {
      if (letter === quote) quote = ''
      else word += letter
    } else if (letter === '\\' && isEscape(line.charAt(at + 1), quote)) {
      word = (word ?? '') + line.charAt(++at)
    } else if (letter === quote) {
      quote = ''
    } else if (quote === '' && (letter === "'" || letter === '"')) {
      quote = letter
      word ??= ''
    } else if (quote === '' && /\s/.test(letter)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + letter
  }
  if (word !== null) words.push(word)
  const [command, ...args] = words
  return quote === '' && command ? [command, ...args] : null
}

function isEscape(next: string, quote: string): boolean {
  return quote === '' ? next !== '' : ['"', '\\', '$', '`'].includes(next)
}
