/** Does that when the tests of this process are over: a runner that ends its workers by a signal gives them no exit. Returns how to let it be. */
export declare function atEnd(task: () => void): () => void;
/** Does now what is to be done at the end, the last that was asked for first. */
export declare function tidyUp(): void;
