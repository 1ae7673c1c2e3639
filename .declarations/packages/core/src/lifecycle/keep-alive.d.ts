/**
 * Keeps this process alive until the promise has settled: a program without a runner that waits for a service to end has
 * nothing else in its event loop, since the connection to the supervisor does not hold it.
 */
export declare function keepAliveDuring<T>(waited: Promise<T>): Promise<T>;
