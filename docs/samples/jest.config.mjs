export default {
  preset: '@curfew/jest',
  transform: { '\\.ts$': '@swc/jest' },
}
