/**
 * A module that the user's own Jest depends on, in the very version that it uses: package managers need not let us see it,
 * and one of our own could be of another version.
 */
export declare function fromJest(specifier: string): unknown;
