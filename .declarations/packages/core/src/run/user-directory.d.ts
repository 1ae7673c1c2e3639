/**
 * The folder of this user for what must not lie in a run's folder: sockets (whose paths may have about a hundred
 * characters), port leases and the register of runs (which all runs share), and runs whose own folder cannot be made.
 *
 * Guarantee: it is this user's, mode 0700, no link, and nobody but root can put another one in its place. It is
 * `curfew-<uid>` in the folder for temporary files; where somebody else has taken that name, it is one with a random name
 * there, the same for all processes of this user.
 *
 * @throws when no folder for temporary files is safe
 */
export declare function userDirectory(): string;
