import type { Readiness } from './readiness.ts';
/** Options of {@link logLine}. */
export interface LogLineOptions<Groups extends readonly string[] = readonly []> {
    /** Named groups of the pattern whose text dependants may read as `service.groups`. @default none */
    readonly groups?: Groups | undefined;
    /** @default both */
    readonly stream?: 'stdout' | 'stderr' | undefined;
}
/**
 * Ready when the service has written a line that matches, on either stream, from its first line on.
 * Colours and other escape sequences are removed first; a line in which one of `groups` is missing does not count.
 * A carriage return alone ends a line, too. A line that has no end yet counts once nothing that follows can change the match.
 * In a line longer than 64 KiB a match may be at most 4 KiB long.
 *
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if the pattern does not have one of `groups`
 * @example logLine(/listening on port (?<port>\d+)/, { groups: ['port'] }) // dependants read `service.groups.port`
 */
export declare function logLine<const Groups extends readonly string[] = readonly []>(pattern: RegExp, options?: LogLineOptions<Groups>): Readiness<Groups[number]>;
