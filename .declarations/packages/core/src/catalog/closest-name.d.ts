/** The name that was most likely meant, or `undefined` when none is close. */
export declare function closestName(name: string, names: readonly string[]): string | undefined;
