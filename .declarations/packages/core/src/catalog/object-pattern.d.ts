/** The names that a function destructures from a parameter, or why they cannot be told. */
export type Destructured = {
    readonly names: readonly string[];
    readonly reason?: undefined;
} | {
    readonly names?: undefined;
    readonly reason: string;
};
/** The keys of the object pattern that begins at a position; in `end` the position behind it. */
export declare function readPattern(source: string, at: number): Destructured & {
    readonly end: number;
};
/** A few characters of a source, for a message. */
export declare function excerpt(source: string, at: number): string;
