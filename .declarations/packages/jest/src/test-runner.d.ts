import './own-network.ts';
import { type Environment, type ProjectConfig } from './sessions.ts';
/**
 * A test runner of Jest: jest-circus with a scope for each test, in any environment. What became of the services is in the
 * result of the file, as `curfew`.
 *
 * No async function: its frame would be in the stack of each failure.
 */
export default function runTestFile(globalConfig: unknown, config: ProjectConfig, environment: Environment, runtime: unknown, testPath: string, ...rest: readonly unknown[]): Promise<object>;
