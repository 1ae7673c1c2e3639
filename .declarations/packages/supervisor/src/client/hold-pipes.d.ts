/**
 * Holds the pipes of a process open, without ever reading them, until what is returned is called: so what is in a pipe when the
 * process ends and no supervisor lives is there for the next one to read.
 */
export declare function holdPipes(directory: string): () => void;
