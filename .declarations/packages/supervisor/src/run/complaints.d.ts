/** What every owner should know, each thing once: owners that connect later hear of it too. */
export declare class Complaints implements Iterable<string> {
    #private;
    /** Keeps a message. Returns false if it is known. */
    add(message: string): boolean;
    [Symbol.iterator](): Iterator<string>;
}
