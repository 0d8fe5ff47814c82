/** The command line of bridge-utils: brctl(8). */
export { lowerBrctl } from './brctl.js'
