/** The lab's public names. */
export { runLabTests } from './many.js'
export { downLab, execInLab, type Found, findLab, LabExists, type LabIsUp, type LabUp, upLab } from './persistent.js'
export { LabUnavailable, requireLab } from './preflight.js'
export { listLabs, type RegisteredLab } from './registry.js'
export { type LabTest, runLabTest } from './test.js'
