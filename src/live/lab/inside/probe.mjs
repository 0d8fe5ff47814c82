/** Run inside a lab's node: one TCP connect or one connected UDP question; prints one JSON line with what became of it. */
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { createConnection } from 'node:net'

const { protocol, host, port, source, timeout } = JSON.parse(process.argv[2] ?? '{}')

/** A DNS question for the root's name servers: something that a name server answers and an echo service returns. */
const QUESTION = Buffer.from('4257010000010000000000000000020001', 'hex')

const started = performance.now()
const result = await ask().catch((error) => error.code ?? String(error))
process.stdout.write(`${JSON.stringify({ result, milliseconds: Math.round(performance.now() - started) })}\n`)
process.exit(0)

async function ask() {
  const { address } = await lookup(host, { family: 4 })
  const answer = protocol === 'tcp' ? connect(address) : exchange(address)
  return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, timeout, 'TIMEOUT'))])
}

function connect(address) {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: address, port, ...(source === undefined ? {} : { localAddress: source }) })
    socket.once('connect', () => resolve('CONNECTED'))
    socket.once('error', reject)
  })
}

function exchange(address) {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.once('error', reject)
    socket.once('message', () => resolve('ANSWERED'))
    socket.bind(0, source, () => {
      socket.connect(port, address, (error) => {
        if (error) return reject(error)
        socket.send(QUESTION, (failure) => failure && reject(failure))
      })
    })
  })
}
