/** The order in which a GHashTable hands out its entries, which shows in what netplan writes (glib, ghash.c). */

const UNUSED = 0
const REMOVED = 1
const SMALLEST_SHIFT = 3
/** The largest prime below each power of two, from 2^3 on. */
const PRIMES = [
  7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573, 2097143, 4194301,
]

export class GlibTable<Value> {
  readonly #hash: (key: string) => number
  #shift = SMALLEST_SHIFT
  #hashes = new Uint32Array(1 << SMALLEST_SHIFT)
  #slots: ({ readonly key: string; readonly value: Value } | undefined)[] = []
  #nodes = 0
  #occupied = 0

  constructor(hash: (key: string) => number = hashText) {
    this.#hash = hash
  }

  get size(): number {
    return this.#nodes
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  get(key: string): Value | undefined {
    const index = this.#find(key)
    return (this.#hashes[index] ?? UNUSED) > REMOVED ? this.#slots[index]?.value : undefined
  }

  /** The first to last entry, by slot. */
  entries(): readonly { readonly key: string; readonly value: Value }[] {
    return this.#slots.flatMap((slot, index) => (slot !== undefined && (this.#hashes[index] ?? UNUSED) > REMOVED ? [slot] : []))
  }

  set(key: string, value: Value): void {
    const index = this.#find(key)
    const before = this.#hashes[index] ?? UNUSED
    this.#slots[index] = { key, value }
    if (before > REMOVED) return
    this.#hashes[index] = this.#hashOf(key)
    this.#nodes += 1
    if (before === UNUSED) {
      this.#occupied += 1
      this.#resizeIfNeeded()
    }
  }

  delete(key: string): boolean {
    const index = this.#find(key)
    if ((this.#hashes[index] ?? UNUSED) <= REMOVED) return false
    this.#hashes[index] = REMOVED
    this.#slots[index] = undefined
    this.#nodes -= 1
    this.#resizeIfNeeded()
    return true
  }

  #hashOf(key: string): number {
    const hash = this.#hash(key) >>> 0
    return hash > REMOVED ? hash : REMOVED + 1
  }

  #homeOf(hash: number): number {
    return (Math.imul(hash, 11) >>> 0) % (PRIMES[this.#shift - SMALLEST_SHIFT] ?? 7)
  }

  /** Where the key is, else where it would go. */
  #find(key: string): number {
    const hash = this.#hashOf(key)
    let index = this.#homeOf(hash)
    let free: number | undefined
    for (let step = 1; (this.#hashes[index] ?? UNUSED) !== UNUSED; step += 1) {
      if (this.#hashes[index] === hash && this.#slots[index]?.key === key) return index
      if (this.#hashes[index] === REMOVED) free ??= index
      index = (index + step) & (this.#hashes.length - 1)
    }
    return free ?? index
  }

  #resizeIfNeeded(): void {
    const size = this.#hashes.length
    const sparse = size > this.#nodes * 4 && size > 1 << SMALLEST_SHIFT
    if (!sparse && size > this.#occupied + Math.floor(this.#occupied / 16)) return
    const wanted = Math.floor(this.#nodes * 1.333)
    this.#shift = Math.max(SMALLEST_SHIFT, wanted === 0 ? 0 : 32 - Math.clz32(wanted))
    this.#resettle(size, 1 << this.#shift)
    this.#occupied = this.#nodes
  }

  /** In place: an entry that finds its new slot taken by one not yet moved evicts it, and that one is moved next. */
  #resettle(oldSize: number, newSize: number): void {
    const hashes = new Uint32Array(Math.max(oldSize, newSize))
    hashes.set(this.#hashes)
    const settled = new Set<number>()
    for (let index = 0; index < oldSize; index += 1) {
      if (settled.has(index)) continue
      let hash = hashes[index] ?? UNUSED
      hashes[index] = UNUSED
      if (hash <= REMOVED) continue
      let moving = this.#slots[index]
      this.#slots[index] = undefined
      while (hash > REMOVED) {
        let target = this.#homeOf(hash)
        for (let step = 1; settled.has(target); step += 1) target = (target + step) & (newSize - 1)
        settled.add(target)
        const evicted = { hash: hashes[target] ?? UNUSED, slot: this.#slots[target] }
        hashes[target] = hash
        this.#slots[target] = moving
        hash = evicted.hash
        moving = evicted.slot
      }
    }
    this.#hashes = hashes.slice(0, newSize)
    this.#slots.length = Math.min(this.#slots.length, newSize)
  }
}

/** g_str_hash: Bernstein's hash over signed bytes. */
function hashText(text: string): number {
  let hash = 5381
  for (const byte of utf8Of(text)) hash = (Math.imul(hash, 33) + ((byte << 24) >> 24)) >>> 0
  return hash
}

function utf8Of(text: string): readonly number[] {
  const bytes: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}
