import type { Socket } from 'node:net';
/**
 * What connects two processes: two sockets, one for each way.
 *
 * Guarantee: all that the other side sent before it died is read, whatever is written to it meanwhile. With one socket for
 * both ways a write to a dead peer fails, Node closes the socket, and what nobody had read yet is lost.
 */
export declare class Link {
    #private;
    constructor(incoming: Socket, outgoing?: Socket);
    /** Resolves once all that came was read, and nothing more can come. */
    get closed(): Promise<void>;
    /** Bytes on their way to the other side. */
    get bufferedBytes(): number;
    /** Calls once, when the other side has taken what was written. */
    onceDrained(listener: () => void): void;
    /** Who is given each message from now on: one at a time. */
    onMessage(listener: (message: string) => void): void;
    /** Hands a message to who is given them. */
    receive(message: string): void;
    write(message: string): void;
    /** Gives it the socket to write to, where that comes after the other one; what was written before goes there now. */
    writeTo(outgoing: Socket): void;
    /** Lets this process end although it is open. */
    unref(): this;
    close(): void;
}
/** Opens a link, or says by the system's code why that cannot be: `ENOENT` and `ECONNREFUSED` where nobody listens. */
export declare function openLink(address: string): Promise<Link | string>;
/** Opens a link of one socket for both ways, which every version understands. */
export declare function openPlainLink(address: string): Promise<Link | string>;
/** Makes links of the sockets that a server accepts, in whatever order the two of a link come. */
export declare function acceptLinks(accept: (link: Link) => void): (socket: Socket) => void;
