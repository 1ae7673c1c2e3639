import { keptFooter, keptText } from './keep-on-failure.ts'
import type { Painter } from './painter.ts'
import type { VerdictData } from './verdict-data.ts'

interface Note {
  readonly where: string
  readonly text: string
}

/** What is said at the end of a run, whatever its reporter: what services were warned of, and which were left up. */
export class RunNotes {
  #warnings: Note[] = []
  #kept: Note[] = []

  /** Takes from a verdict what there is to say. @param where - whose it is: the file, and the test if it is of one */
  take(where: string, verdict: VerdictData): void {
    for (const text of verdict.warnings) this.#warnings.push({ where, text })
    const text = keptText(verdict)
    if (text !== '') this.#kept.push({ where, text })
  }

  /** Hands out all that was taken, once; nothing where there is nothing to say. */
  text(paint: Painter): string {
    const [warnings, kept] = [this.#warnings, this.#kept]
    this.#warnings = []
    this.#kept = []
    const count = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`
    return (
      section(paint, count, warnings) +
      section(paint, 'services of failed tests are still up (keepOnFailure)', kept, `  ${keptFooter}\n`)
    )
  }
}

function section(paint: Painter, title: string, notes: readonly Note[], footer: string = ''): string {
  if (notes.length === 0) return ''
  const rows = notes.map(({ where, text }) => `  ${paint('dim', where)}\n    ${text.replaceAll('\n', '\n    ')}\n`)
  return `\n${paint('yellow', `curfew: ${title}`)}\n${rows.join('')}${footer}`
}
