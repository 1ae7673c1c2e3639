/**
 * Path of the oldest Node that users may have (22.12.0), for tests that run on it in a process of their own.
 * Where no package brings it, `CURFEW_OLDEST_NODE` names one.
 */
export declare function oldestNode(): string;
