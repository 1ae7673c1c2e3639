import { type Destructured } from './object-pattern.ts';
export type { Destructured } from './object-pattern.ts';
/** A function, whatever it takes. */
export type AnyFunction = (...args: never) => unknown;
/**
 * The names that a function destructures from one of its parameters, read from its source: `({ db, api: a = other() }) => …`
 * has `db` and `api`. A parameter that is absent or never used has none.
 *
 * Guarantee: nothing of the function runs. Names are either all told, or a reason why they cannot be: a bound or native
 * function, a rest element, a computed key, a parameter that is used as a whole.
 *
 * Also read is what compilers make of it for older targets, where the destructuring is the first statement (TypeScript,
 * Babel, SWC) or in the parameters of a generator within (TypeScript, esbuild).
 *
 * @param parameter - Its position, from 0. @default 0
 */
export declare function destructured(code: AnyFunction, parameter?: number): Destructured;
