import { type Engine } from '@curfew/core/engine';
import type { CurfewSettings } from './settings.ts';
/** Makes the engine of this worker one of the run that the reporter began; without a reporter the run is that of the main process. */
export declare function joinRunOfJest(rootDir: string, settings: CurfewSettings): Promise<Engine>;
/** Whether this is a process that Jest started to run test files. */
export declare function isWorkerProcess(): boolean;
