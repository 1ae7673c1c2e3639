import type { Painter } from './painter.ts';
import type { VerdictData } from './verdict-data.ts';
/** What is said at the end of a run, whatever its reporter: what services were warned of, and which were left up. */
export declare class RunNotes {
    #private;
    /** Takes from a verdict what there is to say. @param where - whose it is: the file, and the test if it is of one */
    take(where: string, verdict: VerdictData): void;
    /** Hands out all that was taken, once; nothing where there is nothing to say. */
    text(paint: Painter): string;
}
