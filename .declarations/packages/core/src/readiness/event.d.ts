/**
 * Waits for an event: `subscribe` is given how to say that it came, and returns how to end the subscription.
 *
 * Guarantee: the subscription is ended once the promise has settled, whatever settled it; an abort rejects with its reason.
 */
export declare function waitForEvent<T>(signal: AbortSignal, subscribe: (came: (value: T) => void) => () => void): Promise<T>;
