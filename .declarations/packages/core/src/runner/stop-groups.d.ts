import type { ServiceVerdictData } from './verdict-data.ts';
/**
 * The order in which services were stopped, as groups: the stops of a group began together, and each group began when one of
 * the group before was over. A service that ended by itself, as it may, was not stopped and is in none.
 */
export declare function stopGroups(services: readonly ServiceVerdictData[]): readonly (readonly string[])[];
