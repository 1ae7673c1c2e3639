import type { PublishedSupervisor } from '../generations.ts';
import type { Link } from '../wire/link.ts';
import { type Hello, type OwnerCalls, type SupervisorCalls } from '../wire/protocol.ts';
/** The answer to a call never came: the connection is gone. */
export declare class ConnectionLost extends Error {
}
/**
 * One connection to one supervisor, from its hello to its loss. Keeps nobody alive.
 *
 * Guarantee: every call settles. A supervisor that lives and gives no sign of it is continued, or killed: {@link SilenceWatch}.
 */
export declare class Connection {
    #private;
    readonly supervisor: PublishedSupervisor;
    constructor(link: Link, supervisor: PublishedSupervisor, local: OwnerCalls);
    /** Resolves when it is lost, or was closed. */
    get closed(): Promise<void>;
    get isOpen(): boolean;
    /**
     * Introduces the owner.
     *
     * @throws {ProtocolMismatchError}
     * @throws {ConnectionLost} when the supervisor left before it answered
     */
    hello(hello: Omit<Hello, 'protocol'>): Promise<void>;
    /** Asks, and rejects with {@link ConnectionLost} when no answer can come any more. */
    call<Name extends keyof SupervisorCalls>(name: Name, ...args: Parameters<SupervisorCalls[Name]>): Promise<Awaited<ReturnType<SupervisorCalls[Name]>>>;
    tell<Name extends keyof SupervisorCalls>(name: Name, ...args: Parameters<SupervisorCalls[Name]>): void;
    /** Resolves when the supervisor has left, which it is about to do. */
    left(): Promise<void>;
    close(): void;
}
