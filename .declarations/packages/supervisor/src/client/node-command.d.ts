/**
 * The command that runs a program in the Node that this process runs in, also through a shell: the shell of macOS is started
 * without the variables by which that Node may find its libraries, so they are set again behind it.
 */
export declare function nodeCommand(env: Readonly<Record<string, string | undefined>>, platform?: NodeJS.Platform): readonly string[];
/**
 * What has to be loaded before Node finds files of ours: under Yarn's Plug'n'Play they lie in archives, and only its hooks
 * know where. In the words of `NODE_OPTIONS`; `undefined` where they are ordinary files.
 */
export declare function fileHooks(): string | undefined;
