/** Whether code is a generator function: Jest runs it step by step. */
export function isGenerator(code: unknown): boolean {
  return Object.prototype.toString.call(code) === '[object GeneratorFunction]'
}

/** Whether a value is a promise, of whatever realm. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
