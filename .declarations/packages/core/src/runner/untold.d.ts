/** The errors that nobody was told yet: neither as they are, nor as the cause or a part of another. */
export declare function untold(errors: readonly Error[], told: Iterable<unknown>): Error[];
