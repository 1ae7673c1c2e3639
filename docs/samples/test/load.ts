import { defineThread } from '@curfew/core/thread'

interface Data {
  readonly url: string
}

interface Command {
  readonly command: 'report'
}

interface Report {
  readonly done: number
}

export default defineThread<Data, Command, Report>(async ({ data, signal, log, post, onMessage }) => {
  let done = 0
  onMessage(() => post({ done }))
  while (!signal.aborted) {
    const response = await fetch(`${data.url}/hello`, { signal })
    if (!response.ok) log.warn({ status: response.status }, 'refused')
    done++
  }
})
