import { CurfewError } from '@curfew/core'

/** A service was asked for in a project whose configuration does not have the plugin. */
export class PluginMissingError extends CurfewError {
  static override readonly code = 'CURFEW_PLUGIN_MISSING'

  constructor(service: string) {
    super(
      `Service "${service}" cannot start: no scope is open for this test.\n` +
        `  To change  add curfew() from '@curfew/vitest/plugin' to "plugins" of the Vitest configuration of this project`,
    )
  }
}

/** A catalog has services of a scope that this runner does not open. */
export class ScopeNotSupportedError extends CurfewError {
  static override readonly code = 'CURFEW_SCOPE_NOT_SUPPORTED'

  constructor(services: readonly { readonly name: string; readonly scope: string }[]) {
    const names = services.map(({ name, scope }) => `"${name}" (${scope})`)
    super(
      `Services of these scopes cannot be used under Vitest: ${names.join(', ')}.\n` +
        `  To change  declare them with the scope 'file' or 'test'`,
    )
  }
}
