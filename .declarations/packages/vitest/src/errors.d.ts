import { CurfewError } from '@curfew/core';
/** A service was asked for in a project whose configuration does not have the plugin. */
export declare class PluginMissingError extends CurfewError {
    static readonly code = "CURFEW_PLUGIN_MISSING";
    constructor(service: string);
}
