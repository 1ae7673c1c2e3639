// Prints how long the first process takes in a program that has started nothing before.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { defineServices, processService } from '@curfew/core'
import { engine } from '@curfew/core/runner'
import { enter, leave } from '../src/sandbox.ts'

const how = process.argv[2]
if (how === 'bare') {
  const begun = performance.now()
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' })
  await once(child, 'spawn')
  console.log(performance.now() - begun)
  child.kill()
} else {
  enter()
  if (how === 'prewarmed') {
    await engine().prewarm()
    await setTimeout(1_000)
  }
  const services = defineServices().service('subject', () =>
    processService({ command: 'sleep', args: ['1000'], ports: [] }),
  )
  const begun = performance.now()
  const stack = await services.start('subject')
  console.log(performance.now() - begun)
  await stack.stop()
  await leave()
}
