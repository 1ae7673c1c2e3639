const maxCauses = 4

/** What an error says, with its causes: the message of `fetch` alone is `fetch failed`. */
export function errorText(error: unknown): string {
  const texts: string[] = []
  for (let cause = error; cause !== undefined && cause !== null && texts.length < maxCauses;) {
    const text = ownText(cause)
    if (text !== '' && !texts.includes(text)) texts.push(text)
    cause = (cause as { cause?: unknown }).cause
  }
  return texts.join(': ') || 'an error without a message'
}

function ownText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { message, code, errors } = error as { message?: unknown; code?: unknown; errors?: readonly unknown[] }
  if (typeof message === 'string' && message !== '') return message
  // A connection that was tried at several addresses is an AggregateError without a message.
  if (Array.isArray(errors)) return errors.map(ownText).join(', ')
  return typeof code === 'string' ? code : ''
}
