import type { Service } from './service.ts';
/**
 * Keeps a service's clean-up from running more than once, or while it lives: a call from outside goes through its lifecycle,
 * which alone runs what the class has as `cleanup()`.
 */
export declare function guardCleanup(service: Service): void;
