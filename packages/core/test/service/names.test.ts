import { expect, test } from 'vitest'
import '../../src/install.ts'
import { engine } from '../../src/engine-access.ts'
import { isPrintable } from '@curfew/protocol'
import { TaskService, taskService } from '../../src/service/task-service.ts'
import { entriesOf, idle, untyped } from '../catalog/some-catalog.ts'

const hostile = [
  ['a colour', '\u001B[31mdb'],
  ['the title of a terminal', '\u001B]0;title\u0007'],
  ['NUL', 'db\u0000'],
  ['a text that runs backwards', 'db\u202Egpj'],
  ['an invisible character', 'd\u200Bb'],
  ['a second line', 'db\nerror: it failed'],
  ['a control character of eight bits', 'db\u009B31m'],
] as const

const messageOf = (make: () => unknown): string => {
  try {
    make()
  } catch (error) {
    expect(error).toMatchObject({ code: 'CURFEW_BAD_OPTION' })
    return (error as Error).message
  }
  return 'none'
}

test.for(hostile)('%s in a name, or in a tag, is refused, by a message that can be printed', ([, text]) => {
  const ofName = messageOf(() => taskService({ name: text, run() {} }))
  expect(ofName).toContain('name has to be a text without control and invisible characters, on one line; it is "')
  const ofTag = messageOf(() => taskService({ tags: [text], run() {} }))
  expect(ofTag).toContain('tags has to be an array of strings without control and invisible characters; it is ["')
  const ofCatalog = messageOf(() => entriesOf(untyped().service(text, idle)))
  expect(ofCatalog).toContain('The name of service "')
  for (const message of [ofName, ofTag, ofCatalog]) {
    for (const line of message.split('\n')) expect(isPrintable(line)).toBe(true)
  }
})

test.for(hostile)('%s in the name of a stack is refused', async ([, name]) => {
  const entries = entriesOf(untyped().service('x', idle))
  await expect(engine().startStack(entries, [], { name })).rejects.toMatchObject({
    code: 'CURFEW_BAD_OPTION',
    message: expect.stringMatching(/^[\u0020-\u007E]+$/) as unknown,
  })
})

test.for(hostile)('a class that is named by %s is no service of that name', ([, name]) => {
  const Hostile = { [name]: class extends TaskService {} }[name]!
  expect(new Hostile({ run() {} }).serviceName).toBe('service')
})

test('other names are taken, in any language', () => {
  for (const name of ['db', 'orders db', 'størrelse', '数据库', 'db🙂', 'a.b-c']) {
    expect(taskService({ name, tags: [name], run() {} }).serviceName).toBe(name)
  }
  expect(messageOf(() => taskService({ name: '', run() {} }))).toContain('name has to be')
  expect(messageOf(() => taskService({ name: 7 as unknown as string, run() {} }))).toContain('it is 7')
})
