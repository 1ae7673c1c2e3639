/** The absolute path of the option `cwd` of a process: a relative one is below `root`, and none is `root` itself. @throws {BadOptionError} */
export declare function processDirectory(cwd: unknown, root: string, service: string): string;
