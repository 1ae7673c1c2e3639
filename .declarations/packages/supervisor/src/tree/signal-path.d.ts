/**
 * `shell`: with a trap it waits for the command in the foreground first. `package-manager`: passes the signal on to its
 * direct child only, most often a shell, which dies of it and tells nobody.
 */
export type SignalPath = 'shell' | 'package-manager';
/**
 * Tells by its command line whether a process is one of those whose way with a signal is known.
 *
 * It only decides who is sent the signal. Who keeps the time to end is decided by who got it, whatever it is called.
 */
export declare function signalPathOf(command: string): SignalPath | undefined;
