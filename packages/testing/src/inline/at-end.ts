import process from 'node:process'

const tasks = new Set<() => void>()

/** Does that when the tests of this process are over: a runner that ends its workers by a signal gives them no exit. Returns how to let it be. */
export function atEnd(task: () => void): () => void {
  tasks.add(task)
  return () => {
    tasks.delete(task)
  }
}

/** Does now what is to be done at the end, the last that was asked for first. */
export function tidyUp(): void {
  for (const task of [...tasks].toReversed()) {
    tasks.delete(task)
    task()
  }
}

process.once('exit', tidyUp)
