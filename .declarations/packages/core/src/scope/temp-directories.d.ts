import type { Leak } from '../errors/leak-error.ts';
/** The temporary directories of one scope. */
export declare class TempDirectories {
    #private;
    get paths(): readonly string[];
    /** Takes a directory that was made for whoever calls. */
    add(path: string): string;
    /** Removes all of them with what is in them; tells which could not be. */
    remove(): Promise<readonly Leak[]>;
}
