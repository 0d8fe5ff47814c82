/** Run inside a lab's node: opens the sockets named by its argument, prints `ready`, and answers. */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** @type {{ protocol: 'tcp' | 'udp', port: number, address?: string }[]} */
const listeners = JSON.parse(process.argv[2] ?? '[]')
const failures = (await Promise.all(listeners.map(open))).filter((failure) => failure !== undefined)
process.stdout.write(failures.length === 0 ? 'ready\n' : `failed ${failures.join('; ')}\n`)

/** Resolves to a complaint, or to undefined when the socket is open. */
function open({ protocol, port, address = '0.0.0.0' }) {
  return new Promise((resolve) => {
    const complain = (error) => resolve(`${protocol}/${port}: ${error.code}`)
    if (protocol === 'tcp') {
      const server = createServer((socket) => socket.on('error', () => {}).end())
      server.once('error', complain).listen(port, address, () => resolve(undefined))
      return
    }
    const socket = createSocket('udp4')
    socket.once('error', complain)
    socket.on('message', (message, from) => socket.send(message, from.port, from.address))
    socket.bind(port, address, () => resolve(undefined))
  })
}
