/** Makes the engine of this realm one of the run that the plugin began. Does it once. */
export declare function joinRun(): Promise<void>;
