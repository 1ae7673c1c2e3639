/**
 * Refuses an address at which another user could listen: what is sent there are the environments of services.
 *
 * Who listens in a folder that only this user can enter, and that nobody can replace, is this user or root. The other way
 * round, nobody else can connect there. Nothing is checked where there is no such folder any more, or on Windows.
 *
 * @throws {UntrustedSupervisorError}
 */
export declare function refuseForeign(address: string): void;
