export type Destructured =
  | { readonly names: readonly string[]; readonly reason?: undefined }
  | { readonly names?: undefined; readonly reason: string }
export function destructured(code: (...args: never) => unknown, index = 0): Destructured {
  return { names: [] }
}
