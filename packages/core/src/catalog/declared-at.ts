/** Where something was declared, for messages: `file:line:column`. */
export interface DeclaredAt {
  /** A path or `file:` URL, as the stack had it. */
  readonly file: string
  readonly line: number
  readonly column: number
}
export function captureDeclaredAt(): DeclaredAt | undefined {
  return undefined
}
export function describeDeclaredAt(at: DeclaredAt): string {
  return `${at.file}:${at.line}:${at.column}`
}
