import { type ProbeAddressOptions } from './address.ts';
import { type HttpStatusOption } from './http-status.ts';
import type { Readiness } from './readiness.ts';
/** Options of {@link http}. */
export interface HttpOptions extends ProbeAddressOptions {
    /** The status that counts as ready: a number, a class such as `'2xx'`, a list of them, or a function. @default 200–399 */
    readonly status?: HttpStatusOption | undefined;
    /** @default 'GET' */
    readonly method?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    /** Speaks TLS; an object says whom to trust. @default false */
    readonly https?: boolean | HttpsTrust | undefined;
}
/** Whom a probe over TLS trusts. */
export interface HttpsTrust {
    /** Certificates to trust, PEM. @default those of the system */
    readonly ca?: string | readonly string[] | undefined;
    /** `false` accepts any certificate, e.g. a self-signed one. @default true */
    readonly rejectUnauthorized?: boolean | undefined;
    /** The name that the certificate is for. @default the address */
    readonly servername?: string | undefined;
}
/**
 * Ready when the service itself answers an HTTP request on its port with the expected status. Redirects are not followed.
 *
 * Guarantee: a process that is not part of the service never makes it ready; where the system tells who listens, it fails
 * the start at once and is named.
 *
 * @param path - Path and query, from the slash on
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if `path`, `port` or `status` cannot be one
 */
export declare function http(path: string, options?: HttpOptions): Readiness;
