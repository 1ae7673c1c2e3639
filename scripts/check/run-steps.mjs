import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import { repositoryDir } from '../toolchain.mjs'

// A guard against a step that hangs; the slowest one takes 7 minutes on a quiet machine and 20 on a busy one.
const stepLimitMs = 45 * 60_000

/**
 * Runs steps as soon as the steps they need have passed, several at a time; one that is `alone` waits until nothing
 * else is left but its like. A step whose needs failed is not run and counts as failed, and so does one that a signal
 * to this process cut short. Output is shown only where a step fails.
 */
export async function runSteps(steps, { width = Math.max(2, availableParallelism()), write = console.log } = {}) {
  const results = new Map()
  const running = new Map()
  const interruption = watchSignals(running)
  for (;;) {
    for (const step of steps) {
      if (results.has(step.name) || running.has(step.name)) continue
      const reason = interruption.signal ?? failedNeed(step, results)
      if (reason !== undefined) {
        results.set(step.name, { ...step, ok: false, ran: false })
        write(`✗ ${step.name}: not run (${reason})`)
      } else if (mayStart(step, { steps, results, running, width })) {
        running.set(step.name, startStep(step))
      }
    }
    if (running.size === 0) break
    const result = await Promise.race([...running.values()].map(({ done }) => done))
    running.delete(result.name)
    results.set(result.name, result)
    report(result, write)
  }
  interruption.stopWatching()
  return steps.map(({ name }) => results.get(name))
}

function failedNeed({ needs = [] }, results) {
  const failed = needs.filter((name) => results.get(name)?.ok === false)
  return failed.length > 0 ? `${failed.join(', ')} failed` : undefined
}

function mayStart(step, { steps, results, running, width }) {
  if (running.size >= width || (step.needs ?? []).some((name) => !results.has(name))) return false
  return step.alone ? running.size === 0 && steps.every(({ name, alone }) => alone || results.has(name)) : true
}

function report({ name, ok, durationMs, output, ending }, write) {
  write(`${ok ? '✓' : '✗'} ${name} ${(durationMs / 1000).toFixed(1)} s${ok ? '' : ` (${ending})`}`)
  if (!ok && output !== '')
    write(
      stripVTControlCharacters(output)
        .trimEnd()
        .replaceAll(/^(?=.)/gm, '  '),
    )
}

function startStep(step) {
  const startedAtMs = Date.now()
  const [command, ...args] = step.command
  // CI keeps snapshots from being written. The group is its own, so that the whole step can be ended.
  const env = { ...process.env, CI: 'true', NO_COLOR: '1' }
  const child = spawn(command, args, { cwd: repositoryDir, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  let ending
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const limit = setTimeout(() => {
    ending = `still running after ${stepLimitMs / 60_000} min`
    endGroup(child, 'SIGKILL')
  }, stepLimitMs)
  const done = new Promise((resolve) => {
    const end = (ok, how) => {
      clearTimeout(limit)
      resolve({ ...step, ok, ran: true, output, ending: ending ?? how, durationMs: Date.now() - startedAtMs })
    }
    child.on('error', (error) => end(false, error.message))
    child.on('close', (code, signal) => end(code === 0, signal ?? `exit ${code}`))
  })
  return { child, done }
}

function endGroup({ pid }, signal) {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // gone already
  }
}

/** A signal to this process goes to every running step, and no further step is started. */
function watchSignals(running) {
  const state = { signal: undefined, stopWatching }
  const onSignal = (signal) => {
    state.signal = signal
    for (const { child } of running.values()) endGroup(child, signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, onSignal)
  function stopWatching() {
    for (const signal of signals) process.off(signal, onSignal)
  }
  return state
}
