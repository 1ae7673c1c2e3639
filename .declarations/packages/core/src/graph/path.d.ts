/** The shortest way from one to another, both included; `undefined` where there is none. */
export declare function pathBetween<T>(from: T, to: T, next: (here: T) => Iterable<T>): T[] | undefined;
