/** The working directory of this process; the last one that existed, where the present one was removed. Never throws. */
export declare function workingDirectory(): string;
