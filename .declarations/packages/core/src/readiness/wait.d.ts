import type { ProbeContext, ReadinessOption } from './readiness.ts';
/**
 * Runs a probe until the service is ready, and resolves with what it found. It has no limit of its own.
 *
 * Guarantee: it rejects at once when the signal aborts, with its reason, even if a function of the user does not listen.
 *
 * @throws {PortForeignError} `CURFEW_PORT_FOREIGN` if somebody else answers in the place of the service
 */
export declare function waitTillReady(option: ReadinessOption, context: ProbeContext): Promise<Readonly<Record<string, string>>>;
