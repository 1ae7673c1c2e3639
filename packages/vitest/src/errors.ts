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
