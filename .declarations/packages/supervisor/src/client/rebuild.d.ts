import type { WireError } from '../wire/wire-error.ts';
/** The error that a call failed with on the other side, as one of this one. */
export declare function rebuild({ name, message, code, facts }: WireError): Error;
