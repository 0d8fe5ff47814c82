/** The little of the shell that configuration texts use. Nothing is ever run. */
export { type CommandLine, type SimpleCommand, splitCommandLine } from './words.js'
