import type { LocalClusterOptions } from '../node/local-cluster.ts';
import type { LocalNodeOptions } from '../node/local-node.ts';
import { type OptionTable } from '../options-check.ts';
import type { ReadyOptions } from './options.ts';
import type { ProcessOptions } from './process-definition.ts';
import type { TaskOptions } from './task-definition.ts';
import type { ThreadOptions } from './thread-definition.ts';
/** What the functions among the options of a process return. */
export declare const ofProcessAddress: OptionTable<'command' | 'args' | 'env' | 'cwd'>;
export declare const processTable: OptionTable<keyof ProcessOptions>;
export declare const threadTable: OptionTable<keyof ThreadOptions>;
export declare const taskTable: OptionTable<keyof TaskOptions | keyof ReadyOptions>;
export declare const placeTable: OptionTable<keyof LocalNodeOptions | keyof LocalClusterOptions | keyof ReadyOptions>;
