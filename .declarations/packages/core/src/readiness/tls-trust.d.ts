import type { TlsTrust } from './ask.ts';
import type { HttpsTrust } from './http.ts';
/**
 * Whom a probe trusts, as data for another process: what the options say, and where they say nothing, what Node was told by
 * the environment and the options of this process.
 */
export declare function tlsTrust(https: boolean | HttpsTrust | undefined): TlsTrust | undefined;
