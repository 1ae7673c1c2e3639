import { defineThread } from '@curfew/core/thread'

export default defineThread<{ readonly url: string }, never, 'warm'>(async ({ data, signal, post, sleep }) => {
  await fetch(`${data.url}/hello`, { signal })
  post('warm')
  while (!signal.aborted) await sleep(1_000)
})
