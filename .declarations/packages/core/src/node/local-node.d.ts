import type { ServiceOptions } from '../service/options.ts';
import { Node } from './node.ts';
import type { Cluster } from './cluster.ts';
/** Options of {@link localNode}. */
export interface LocalNodeOptions extends ServiceOptions {
    /** A loopback address. @default '127.0.0.1' */
    readonly host?: string | undefined;
    /** The cluster that it belongs to. */
    readonly on?: Cluster | undefined;
}
/** A node on this machine, at a loopback address of its own. */
export declare class LocalNode extends Node {
    #private;
    readonly host: string;
    constructor(options?: LocalNodeOptions);
    isUp(): boolean;
    waitTillUp(signal?: AbortSignal): Promise<void>;
    /**
     * Takes the node down for a while: services that are to start on it, and iterations of tasks on it, wait until
     * {@link resume}. Its processes go on.
     */
    suspend(): void;
    /** Brings a suspended node up again. */
    resume(): void;
}
/** Declares a node on this machine. */
export declare function localNode(options?: LocalNodeOptions): LocalNode;
