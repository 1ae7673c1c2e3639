/** An error about a service that a catalog may still give a name. */
export declare function nameLater(name: string, make: (name: string) => Error): Error;
/** The same error with the name of its service in the catalog; any other error as it is. */
export declare function named(error: unknown, name: string): unknown;
