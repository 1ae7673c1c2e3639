/** How packages of ours are there: copied, as a package manager installs them, or linked, as in a workspace. */
export type InstallMode = 'copied' | 'linked';
/** What a folder of suites has in its `node_modules`. */
export interface InstallationOptions {
    /** The `packages` folder of the repository. */
    readonly packagesDir: string;
    /** Names of our packages, without the scope. */
    readonly packages: readonly string[];
    /** Other packages: the name there, and the folder that it is. */
    readonly others: Readonly<Record<string, string>>;
    readonly mode: InstallMode;
    /** A folder that all of it is in, for paths that are hard to read. @default none */
    readonly below?: string | undefined;
}
/** A temporary folder with our built packages in its `node_modules`; made once for the same options, removed at the end. */
export declare function installation(options: InstallationOptions): string;
