/** From one format of network configuration to another, judged by booting both. */
export { type Conversion, convert, type Source, type Target } from './convert.js'
export { HOST, nicsNamedIn, singleHost } from './single-host.js'
