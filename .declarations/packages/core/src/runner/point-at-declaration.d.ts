import type { Scope } from '../scope/scope.ts';
/**
 * Gives the error of a service the place of its declaration as its stack: a runner then shows the lines of code there, instead
 * of the inside of curfew.
 */
export declare function pointAtDeclaration(error: unknown, scope: Scope): void;
