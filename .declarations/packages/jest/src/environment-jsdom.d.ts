import { type EnvironmentClass } from './with-curfew.ts';
/** The jsdom environment of Jest with a scope for each test. */
declare const CurfewJsdomEnvironment: EnvironmentClass;
export default CurfewJsdomEnvironment;
