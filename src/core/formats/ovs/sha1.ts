/** SHA-1 (RFC 3174) of a text in UTF-8: ovsdb-server checks each record of its file with it. */

export function utf8Of(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes[length++] = code
    else {
      const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3
      bytes[length++] = ([0, 0xc0, 0xe0, 0xf0][more] ?? 0) | (code >>> (6 * more))
      for (let shift = more - 1; shift >= 0; shift--) bytes[length++] = 0x80 | ((code >>> (6 * shift)) & 0x3f)
    }
  }
  return bytes.subarray(0, length)
}

export function sha1(bytes: Uint8Array): string {
  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0])
  const padded = new Uint8Array(((bytes.length + 8) >>> 6) * 64 + 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000))
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0)
  const words = new Uint32Array(80)
  for (let block = 0; block < padded.length; block += 64) {
    for (let index = 0; index < 16; index++) words[index] = view.getUint32(block + index * 4)
    addBlock(state, words)
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function addBlock(state: Uint32Array, words: Uint32Array): void {
  const word = (index: number) => words[index] ?? 0
  for (let index = 16; index < 80; index++)
    words[index] = rotate(word(index - 3) ^ word(index - 8) ^ word(index - 14) ^ word(index - 16), 1)
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
  for (let index = 0; index < 80; index++) {
    const { mixed, constant } = roundOf(index, b, c, d)
    const next = (rotate(a, 5) + mixed + e + constant + word(index)) >>> 0
    ;[e, d, c, b, a] = [d, c, rotate(b, 30) >>> 0, a, next]
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + value) >>> 0
}

function roundOf(index: number, b: number, c: number, d: number): { readonly mixed: number; readonly constant: number } {
  if (index < 20) return { mixed: (b & c) | (~b & d), constant: 0x5a827999 }
  if (index < 40) return { mixed: b ^ c ^ d, constant: 0x6ed9eba1 }
  if (index < 60) return { mixed: (b & c) | (b & d) | (c & d), constant: 0x8f1bbcdc }
  return { mixed: b ^ c ^ d, constant: 0xca62c1d6 }
}
