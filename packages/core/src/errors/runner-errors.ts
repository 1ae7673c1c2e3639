import { CurfewError } from '@curfew/protocol'

/** A catalog has services of a scope that the runner does not open. */
export class ScopeNotSupportedError extends CurfewError {
  static override readonly code = 'CURFEW_SCOPE_NOT_SUPPORTED'

  constructor(services: readonly { readonly name: string; readonly scope: string }[], runner: string) {
    const names = services.map(({ name, scope }) => `"${name}" (${scope})`)
    super(
      `Services of these scopes cannot be used under ${runner}: ${names.join(', ')}.\n` +
        `  To change  declare them with the scope 'file' or 'test'`,
    )
  }
}
