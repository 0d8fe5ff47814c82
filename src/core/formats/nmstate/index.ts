/** The YAML of nmstate, which is only written. */
export { writeNmstate } from './write.js'
