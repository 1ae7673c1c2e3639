import { type ProbeAddressOptions } from './address.ts';
import type { Readiness } from './readiness.ts';
/** Options of {@link tcp}. */
export type TcpOptions = ProbeAddressOptions;
/**
 * Ready when the service itself accepts a TCP connection on its port.
 *
 * Guarantee: a process that is not part of the service never makes it ready; where the system tells who listens, it fails
 * the start at once and is named.
 *
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if `port` is not a port
 */
export declare function tcp(options?: TcpOptions): Readiness;
