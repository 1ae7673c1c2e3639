/** Whether code is a generator function: Jest runs it step by step. */
export function isGenerator(code: unknown): boolean {
  return Object.prototype.toString.call(code) === '[object GeneratorFunction]'
}
