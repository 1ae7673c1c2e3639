/** The first of these processes that has one of the sockets open. */
export declare function findSocketOwner(inodes: readonly string[], pids: Iterable<number>): number | undefined;
