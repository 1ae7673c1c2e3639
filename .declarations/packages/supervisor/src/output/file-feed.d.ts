import type { Feed } from './pipe-feed.ts';
/** Sees a file grow that a process writes itself. It can not be made to wait. */
export declare class FileFeed implements Feed {
    #private;
    constructor(path: string, grown: () => void, complain: (message: string) => void);
    get isPolled(): boolean;
    look(): void;
    pause(): void;
    resume(): void;
    close(): void;
}
