/**
 * Runs a line of the shell as another real user, and returns what it printed.
 *
 * @throws when it fails, and where nobody may become that user: no test of ours goes without
 */
export declare function asAnotherUser(line: string): string;
/** Starts a command as another real user, which goes on as nobody's child, and returns its pid. */
export declare function startAsAnotherUser(command: string): number;
/** Kills a process of that user, if it still lives. */
export declare function endOfAnotherUser(pid: number): void;
