import type { WriteStream } from 'node:tty';
/** A style of a piece of text. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
/** Gives a text a style, or leaves it as it is. */
export type Painter = (style: Style, text: string) => string;
/** Colours for a terminal, and plain text for everything else and under `NO_COLOR`. */
export declare function painter(stream: WriteStream): Painter;
/** Plain text. */
export declare const plain: Painter;
