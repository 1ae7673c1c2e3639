import { type Clock } from './clock.ts';
import type { Engine, EngineSettings } from './engine-contract.ts';
import type { Lifecycle } from './lifecycle/lifecycle.ts';
import type { ServiceLog } from './logging/service-log.ts';
import type { ProcessPort } from './process-port.ts';
import type { RuntimeKit } from './protocol.ts';
import { type RunContext } from './run/run-context.ts';
import { Scope } from './scope/scope.ts';
/** What an engine may be made of instead of the real thing; for tests on a virtual clock. */
export interface EngineParts {
    readonly clock?: Clock;
    readonly kit?: Partial<RuntimeKit>;
    readonly settings?: Partial<EngineSettings>;
    readonly connect?: (run: RunContext) => Promise<ProcessPort>;
    readonly openLog?: (lifecycle: Lifecycle, scope: Scope) => Promise<ServiceLog>;
}
/** Makes the engine of a realm. */
export declare function createEngine(parts?: EngineParts): Engine;
