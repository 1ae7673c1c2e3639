import type { CurfewError } from '../errors/curfew-error.ts';
import type { Declaration } from './declaration.ts';
/** What is wrong with a declaration in itself; the types say the same to whoever uses them. */
export declare function checkDeclaration(declaration: Declaration): readonly CurfewError[];
