/** For files of output: a link in their place is refused. Windows has no such flag. */
export declare const withoutLinks: number;
/** Whether it is the path that core names where it found no place at all, and has said so: nothing is written then. */
export declare function isNowhere(directory: string): boolean;
/**
 * Says why another user may have made a folder: what we append to in there could be a link to a file of ours.
 *
 * A filesystem that gives every file one owner gives it to the folder above as well.
 */
export declare function whyNotOwn(directory: string): string | undefined;
