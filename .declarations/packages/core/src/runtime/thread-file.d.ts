import type { DeclaredAt } from '../catalog/declared-at.ts';
/**
 * The file of a thread module: a URL or an absolute path as it is, any other path relative to the file that declares the
 * service. An extension may be left out, and `.js` may stand for `.ts`.
 *
 * @throws {ThreadModuleNotFoundError} naming the paths that were looked for and where the service is declared
 */
export declare function threadFile(module: string | URL, declaredAt: DeclaredAt | undefined, service: string): string;
