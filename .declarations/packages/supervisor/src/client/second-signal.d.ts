/**
 * Lets the second of these signals kill this process even where it never comes to run its handler: a test that runs in here,
 * in an endless loop, would else make it deaf to every Ctrl-C. Signals without a handler are left as they are.
 *
 * Linux, where `koffi` can be loaded; elsewhere it does nothing. Handlers that are added later for the first time are not covered.
 */
export declare function letSecondSignalKill(signals: readonly NodeJS.Signals[]): void;
