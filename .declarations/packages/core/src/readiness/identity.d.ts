import type { ProbeContext } from './readiness.ts';
/**
 * Whether it is the service itself that accepted a connection, as far as the system can tell.
 *
 * @returns `undefined` when it is (or when it cannot be told), else what was seen instead
 * @throws {PortForeignError} if somebody else listens there
 */
export declare function impostor(context: Pick<ProbeContext, 'portHolder' | 'serviceName'>, probe: string, host: string, port: number): Promise<string | undefined>;
