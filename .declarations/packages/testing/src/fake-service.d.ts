import type { Service as ServiceType } from '@curfew/core';
import { Service } from '@curfew/core';
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from '@curfew/core/engine';
/** What a fake runtime does, and when; all times in virtual milliseconds. */
export interface FakeBehaviour {
    /** From the launch until it exists. @default 0 */
    readonly launchMs?: number;
    /** The launch fails with this. */
    readonly launchError?: Error;
    /** It exits by itself, so long after its launch. */
    readonly exitAfterMs?: number;
    readonly exit?: Partial<RuntimeExit>;
    /** From the graceful request until it is gone; `Infinity` ignores the request. @default 0 */
    readonly stopMs?: number;
    /** How it exits after the graceful request. @default code 0 */
    readonly stopExit?: Partial<RuntimeExit>;
    /** The graceful request itself throws, or rejects. */
    readonly stopError?: {
        readonly error: Error;
        readonly synchronously: boolean;
    };
    /** Orders take so long to arrive; `Infinity` for ever. Absent: they are carried out at once. */
    readonly orderMs?: number;
    /** The bound of that. @default 45_000 */
    readonly orderTimeoutMs?: number;
    /** From the kill until it is gone; `Infinity` cannot be killed. @default 0 */
    readonly killMs?: number;
    /** What became of what it had started itself. */
    readonly rest?: Pick<RuntimeEnd, 'killed' | 'leftBehind'>;
    /** From its exit until that is over. @default 0 */
    readonly restMs?: number;
}
/** What happened to a fake, in order. */
export type FakeEvent = 'launch' | 'launched' | 'terminate' | 'kill' | 'exit';
/** A runtime that does what it is told to, on the clock that it is launched with: faults on demand. */
export declare class FakeRuntime implements Runtime {
    #private;
    readonly kind = "task";
    readonly pid: undefined;
    readonly target: ProbeTarget;
    readonly events: FakeEvent[];
    constructor(behaviour: FakeBehaviour, observe: (event: FakeEvent) => void);
    get orderTimeoutMs(): number | undefined;
    get exited(): Promise<RuntimeExit>;
    get gone(): Promise<RuntimeEnd>;
    launch(context: LaunchContext): Promise<void>;
    terminate(): Promise<void> | void;
    kill(): Promise<void> | void;
    isAlive(): boolean;
    refresh(): Promise<boolean>;
    isCleanStop({ code, signal }: RuntimeExit): boolean;
    lastLines(): Promise<readonly []>;
    describe(): string;
    /** It ends by itself now. */
    exit(exit: Partial<RuntimeExit>): void;
}
type BaseOptions = ConstructorParameters<typeof ServiceType>[0]['options'];
/** A service over a {@link FakeRuntime}. */
export declare class FakeService extends Service {
    readonly behaviour: FakeBehaviour;
    fake: FakeRuntime | undefined;
    constructor(behaviour?: FakeBehaviour, options?: BaseOptions, observe?: (service: FakeService, event: FakeEvent) => void);
}
export {};
