import type { ServiceOptions } from '../service/options.ts';
import { Cluster } from './cluster.ts';
import { LocalNode } from './local-node.ts';
/** Options of {@link localCluster}. */
export interface LocalClusterOptions extends ServiceOptions {
    /** Number of nodes, 1–200. @default 3 */
    readonly size?: number | undefined;
}
/** Nodes on this machine, each at a loopback address of its own: 127.0.0.2, 127.0.0.3 … (Linux; elsewhere all at 127.0.0.1). */
export declare class LocalCluster extends Cluster {
    #private;
    constructor(options?: LocalClusterOptions);
    get nodes(): readonly LocalNode[];
}
/** Declares a cluster of nodes on this machine. */
export declare function localCluster(options?: LocalClusterOptions): LocalCluster;
