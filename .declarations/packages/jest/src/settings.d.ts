import { type WorkerOptions } from '@curfew/core/engine';
/** Options in the configuration of Jest: `testEnvironmentOptions: { curfew: { limits: { stopTimeoutMs: 10_000 } } }`. */
export type CurfewSettings = WorkerOptions;
/** The options of curfew among those of the environment. @throws {BadOptionError} naming each option that is wrong */
export declare function settingsIn(environmentOptions: Readonly<Record<string, unknown>>): CurfewSettings;
