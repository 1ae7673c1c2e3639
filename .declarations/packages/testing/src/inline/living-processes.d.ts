/** A process that lives. */
export interface LivingProcess {
    readonly pid: number;
    readonly command: string;
}
/** All living processes whose environment, as it was when they started, has that variable; zombies are dead. Linux only. */
export declare function livingProcesses(variable: string, value: string): LivingProcess[];
