/** Removes the folder of a service once its output was read to the end. Never rejects: what cannot be removed stays. */
export declare function removeOutput(directory: string, drained: Promise<void>): Promise<void>;
