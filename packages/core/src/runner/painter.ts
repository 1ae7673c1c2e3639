import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'

/** A style of a piece of text. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** Gives a text a style, or leaves it as it is. */
export type Painter = (style: Style, text: string) => string

/** Colours for a terminal, and plain text for everything else and under `NO_COLOR`. */
export function painter(stream: WriteStream): Painter {
  return (style, text) => styleText(style, text, { stream })
}

/** Plain text. */
export const plain: Painter = (_style, text) => text
