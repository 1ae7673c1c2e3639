/** What the files below a folder take of the disk, in bytes. One look after the other; what disappears meanwhile takes nothing. */
export declare function folderBytes(folder: string): Promise<number>;
