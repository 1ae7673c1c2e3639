import { type Fixture } from './needs.ts';
/** The fixtures that a call of Vitest's own `extend` or `override` declares: its object form and its builder form. */
export declare function declaredFixtures(args: readonly unknown[]): [string, Fixture][];
/**
 * The arguments of such a call, whose fixtures of the scope `file` are handed services that run. Vitest sets such a fixture up
 * once, perhaps late, with the instances that it met first.
 */
export declare function withLivingServices(args: readonly unknown[]): readonly unknown[];
