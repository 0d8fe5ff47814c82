/** The command lines of iproute2: ip(8) and bridge(8). */
export { lowerBridge } from './bridge.js'
export { lowerIp } from './ip.js'
