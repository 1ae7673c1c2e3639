/** Says once that a disk is full: where one file of a run cannot be written, the others cannot either. */
export declare class FullDisk {
    #private;
    /** What is to be said of a complaint; `undefined` where it has been said. */
    heard(complaint: string): string | undefined;
}
