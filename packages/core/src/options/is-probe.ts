/** How a message says what `ready` may be. */
export const probesExpected = `a probe, such as http('/health') or tcp(), a function, or an array of them`

/** Whether it is one probe: of this package, of another copy of it, or a function of the user's. */
export function isProbe(value: unknown): boolean {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && 'wait' in value && typeof value.wait === 'function'
}
