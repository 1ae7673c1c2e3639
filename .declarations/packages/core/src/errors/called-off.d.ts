/**
 * Whether an error only says that something of curfew was not waited for any longer, since a service or its scope ends: it,
 * one of its causes, or each one of several. A service that ends with it obeys; it has not crashed.
 */
export declare function isCalledOff(error: unknown): boolean;
