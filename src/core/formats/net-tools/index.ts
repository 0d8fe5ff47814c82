/** The command lines of net-tools: ifconfig(8) and route(8). */
export { lowerIfconfig } from './ifconfig.js'
export { lowerRoute } from './route.js'
