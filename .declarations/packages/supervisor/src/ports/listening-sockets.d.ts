/** Inodes of the listening sockets that a connection to that address would reach, the most specific first. */
export declare function listeningInodes(host: string, port: number, pid?: number | 'self'): readonly string[];
/** Whether one of these processes listens, on whatever address: TCP, or a socket of the file system. */
export declare function listensSomewhere(pids: readonly number[]): boolean;
