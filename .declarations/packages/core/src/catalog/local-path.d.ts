/**
 * The path of a file that a stack names by path or by `file:` URL. Never throws.
 *
 * Jest's source maps put paths behind `file://` without encoding them: there `%` and `#` are characters of the path. Which of
 * the two is meant is then decided by which of the files exists.
 */
export declare function localPath(file: string): string;
