import type { EngineSettings } from './engine-contract.ts';
/** What holds where neither a runner nor a program sets anything. */
export declare function defaultSettings(): EngineSettings;
