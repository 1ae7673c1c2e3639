/** The test files that have started a service in a run, by its journals: relative to the roots of their projects. */
export declare function filesWithServices(runDirectory: string): Promise<Set<string>>;
