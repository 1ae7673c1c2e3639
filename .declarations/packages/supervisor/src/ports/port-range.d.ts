/** Ports that can be given away, both ends included. */
export interface PortRange {
    readonly from: number;
    readonly to: number;
}
/**
 * The widest range outside the one that the kernel takes for outgoing connections, so that none of those can be given a
 * port between our check and the service's bind; everything where that leaves too little.
 */
export declare function portRange(ephemeral?: PortRange | undefined): PortRange;
/** A random port of the range. */
export declare function randomPort({ from, to }: PortRange): number;
