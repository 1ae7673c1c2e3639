import type { Socket } from 'node:net';
/**
 * Connects to a literal address. The socket is destroyed when the signal aborts, now or later; its errors are handled.
 *
 * @throws the system's error, with its `code`
 */
export declare function connect(host: string, port: number, signal: AbortSignal): Promise<Socket>;
/**
 * Whether a socket is connected with itself: to a free port in the ephemeral range the system may choose that same port
 * as the source, and TCP then connects the two. Such a socket also keeps the port from the service that is to listen.
 */
export declare function isSelfConnected(socket: Pick<Socket, 'localPort' | 'remotePort' | 'localAddress' | 'remoteAddress'>): boolean;
/** Whether an error says that nobody listens there. */
export declare function isRefusal(error: unknown): boolean;
