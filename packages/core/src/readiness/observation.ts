const maxTextLength = 200

/** A text from outside, for a message: one line, quoted, of bounded length. */
export function quote(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  return `"${line.length > maxTextLength ? `${line.slice(0, maxTextLength)}…` : line}"`
}
