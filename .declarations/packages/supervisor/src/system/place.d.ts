/** Machine, boot and pid namespace: elsewhere a pid is another process. In the words of core's `run.ndjson`. */
export declare function placeOfPids(): string;
