import type { Transition } from '../lifecycle/outcome.ts';
type Listener = (transition: Transition) => unknown;
/** Who is told of each step of each service: once, in order, and without any power over the stop. */
export declare class TransitionListeners {
    #private;
    constructor(warn: (warning: string) => void);
    add(listener: Listener): () => void;
    tell(transition: Transition): void;
}
export {};
