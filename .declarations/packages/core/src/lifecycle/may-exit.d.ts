import type { ServiceProtocol } from '../protocol.ts';
/** Whether a service may end by itself, if it does so cleanly. */
export declare function mayExit({ kind, options }: ServiceProtocol): boolean;
