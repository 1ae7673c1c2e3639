import type { Socket } from 'node:net';
/**
 * An open socket, or the system's code for why there is none: `ENOENT` and `ECONNREFUSED` where nobody listens.
 *
 * @throws {UntrustedSupervisorError} where another user could listen
 */
export declare function tryConnect(address: string): Promise<Socket | string>;
/** Whether a code of {@link tryConnect} is about who should listen, and not about this process. */
export declare function isAbsence(code: string): boolean;
