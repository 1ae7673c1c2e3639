/** Services that every catalog has without declaring them. */
export declare const builtInNames: readonly ['node', 'cluster'];
/**
 * Names that no service may have: those of ours, those of a test's context (`task signal expect skip annotate bench
 * onTestFailed onTestFinished`), the `stop` of a stack, and those that break a plain object or a promise.
 */
export declare const reservedNames: readonly ['services', 'scope', 'node', 'cluster', 'task', 'signal', 'expect', 'skip', 'annotate', 'bench', 'onTestFailed', 'onTestFinished', 'stop', 'then', 'constructor', 'prototype', '__proto__'];
/** A name that no service may have. */
export type ReservedName = (typeof reservedNames)[number];
export declare function isReservedName(name: string): name is ReservedName;
/** A name is an identifier that may have `.` and `-` in it: it is destructured in code, and it names files. */
export declare function isWellFormedName(name: unknown): name is string;
