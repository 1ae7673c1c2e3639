import { services } from '../test/services.ts'

await using stack = await services.start('api')

await fetch(`${stack.api.url}/set/colour/green`)
const response = await fetch(`${stack.api.url}/get/colour`)
console.log(await response.text())
console.log(stack.services.names().join(' then '))
