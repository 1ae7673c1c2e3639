import { type EnvironmentClass } from './with-curfew.ts';
export { withCurfew } from './with-curfew.ts';
export type { EnvironmentClass } from './with-curfew.ts';
/** The Node environment of Jest with a scope for each test. */
declare const CurfewEnvironment: EnvironmentClass;
export default CurfewEnvironment;
