/**
 * Says why another user may have made a run's folder, or may put another one in its place; `undefined` when nobody can.
 *
 * The folder, and the two above it (`.curfew/runs`), have to be this user's, the root user's, or of whoever owns the project:
 * they write the code that runs here. Where everybody may make something beside the project's files (a project in `/tmp`),
 * only what is this user's counts. What is not there yet is nobody's. Filesystems that give every file one owner pass, because the project has that owner too.
 */
export declare function whyForeign(runDirectory: string): string | undefined;
