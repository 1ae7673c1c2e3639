import { type OptionTable } from '../options-check.ts';
import type { ProbeContext } from './readiness.ts';
/** Where a probe looks. */
export interface ProbeAddressOptions {
    /** A number, or the name of one of the service's ports. @default its first port */
    readonly port?: number | string | undefined;
    /** A literal address. @default that of the service's node */
    readonly host?: string | undefined;
}
export interface ProbeAddress {
    readonly host: string;
    readonly port: number;
}
/** The options that say where a probe looks. */
export declare const addressTable: OptionTable<keyof ProbeAddressOptions>;
/** Refuses at declaration what can be seen to be wrong there. */
export declare function checkAddress(probe: string, { port }: ProbeAddressOptions): void;
/** @throws {BadOptionError} if the service does not have such a port */
export declare function resolveAddress(probe: string, options: ProbeAddressOptions, context: ProbeContext): ProbeAddress;
