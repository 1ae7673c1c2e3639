/** The bits of a mode that let others than the owner make and rename what is in a folder. */
export declare const writableByOthers = 18;
/** In a folder with this bit only the owner of a thing may rename it. */
export declare const sticky = 512;
/** The user id of root. */
export declare const root = 0;
/**
 * Says why a folder is not one that only this user can use: it is a link, another user's, or open to others. `undefined`
 * when it is private.
 *
 * Holds for the folder itself; where it lies decides whether somebody can put another one in its place: {@link whyUnsafe}.
 * Always `undefined` on Windows, where there are no such owners and modes.
 */
export declare function whyNotPrivate(directory: string): string | undefined;
/**
 * Says why another user could put something of theirs in the place of what this user makes in a folder: the folder, or one
 * above it, belongs to them, or is writable for them and not sticky. `undefined` when nobody can.
 *
 * @param writable - The bits of a mode that make a folder writable for others. @default those of group and others
 * @throws the system's error when the folder does not exist
 */
export declare function whyUnsafe(directory: string, writable?: number): string | undefined;
