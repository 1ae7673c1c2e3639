import type { Lifecycle } from './lifecycle.ts';
/**
 * What a service waits for at run time, unless it is told to stop meanwhile: then it rejects at once, so that the two do not
 * wait for each other.
 *
 * @throws {WaitCalledOffError}
 */
export declare function whileWanted<T>(asker: Lifecycle | undefined, name: string, awaited: Promise<T>): Promise<T>;
