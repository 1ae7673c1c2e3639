/** Programs of this package, which lie beside this file: sources run as they are, the build under the same names. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** The supervisor's process. */
export function supervisorEntry(): URL {
  return new URL(`./main.${extension}`, import.meta.url)
}

/** The supervisor's thread that reads output. */
export function tailerEntry(): URL {
  return new URL(`./tailer.${extension}`, import.meta.url)
}
