import type { JournalEntryOf, ScopeEntry } from '../journal/entries.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Transition } from '../lifecycle/outcome.ts';
import type { Scope } from './scope.ts';
import type { Verdict } from './verdict.ts';
/** What the journal keeps of a scope that opens. */
export declare function scopeOpenedEntry(scope: Scope): JournalEntryOf<'scope-opened'>;
/** What the journal keeps of a service that a scope takes. */
export declare function serviceDeclaredEntry(lifecycle: Lifecycle, facts: {
    readonly timeMs: number;
    readonly node: string | null;
    readonly cluster: string | null;
}): JournalEntryOf<'service-declared'>;
/**
 * What the journal keeps of an edge that was found late: all that the dependency needs itself is in it, since whoever stops
 * the service in its owner's place knows only processes.
 */
export declare function serviceNeedsEntry(lifecycle: Lifecycle, dependency: Lifecycle, timeMs: number): JournalEntryOf<'service-needs'>;
/** Whether a new need of a service is not told by what is written when it starts: it, or what needs it, has started already. */
export declare function isLateFor(lifecycle: Lifecycle): boolean;
/** What the journal keeps of a step of a service: plain data, errors with their causes. */
export declare function transitionEntry(transition: Transition): ScopeEntry;
/** What the journal keeps of a verdict. */
export declare function verdictEntry(verdict: Verdict): JournalEntryOf<'scope-closed'>;
