/** How a probe is named in messages: as it is written, with the options that are given. */
export function describeProbe(name: string, ...args: readonly unknown[]): string {
  return `${name}(${args.map(argumentText).filter(Boolean).join(', ')})`
}

/** One argument, as it is written. */
export function argumentText(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'function') return value.name === '' ? 'a function' : `function ${value.name}`
  if (value === undefined) return ''
  if (typeof value !== 'object' || value === null) return `${value as number | boolean | null}`
  if (isRegExp(value)) return value.toString()
  if (Array.isArray(value)) return `[${value.map(argumentText).join(', ')}]`
  const given = Object.entries(value).filter(([, option]) => option !== undefined)
  return given.length === 0 ? '' : `{ ${given.map(([key, option]) => `${key}: ${argumentText(option)}`).join(', ')} }`
}

/** Of any realm: under Jest a test file has another `RegExp`. */
export function isRegExp(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]'
}
