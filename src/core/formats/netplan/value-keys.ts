/** Keys that hold one plain value. */
import { nearest } from '../../std/nearest.js'
import { textOf, type YamlScalar } from '../../yaml/node.js'
import { parseTruth, parseUnsigned } from './c-text.js'
import { escaped, type Key, type Reading, refuse, shown } from './reading.js'

/** A place for the value; only its existence under this name matters. */
type Holder<Name extends string, Value> = { [Key in Name]?: { readonly value: Value; readonly origin: YamlScalar['origin'] } }

export function put<Name extends string>(target: { [Key in Name]?: unknown }, name: Name, value: unknown, node: YamlScalar): true {
  Object.assign(target, { [name]: { value, origin: node.origin } })
  return true
}

export function truth<Name extends string>(name: Name): Key<Holder<Name, boolean>> {
  return {
    expects: 'scalar',
    read: (reading, node, target) => {
      const value = parseTruth(textOf(node))
      return value === undefined ? refuseTruth(reading, node, name) : put(target, name, value, node)
    },
  }
}

function refuseTruth(reading: Reading, node: YamlScalar, name: string): false {
  return refuse(reading, 'bad-value', node.origin, {
    message: `invalid boolean value '${shown(textOf(node))}' for ${name}`,
    help: 'write true or false',
  })
}

export function unsigned<Name extends string>(name: Name): Key<Holder<Name, number>> {
  return {
    expects: 'scalar',
    read: (reading, node, target) => {
      const value = parseUnsigned(textOf(node))
      return value === undefined ? refuseNumber(reading, node, name) : put(target, name, value, node)
    },
  }
}

export function refuseNumber(reading: Reading, node: YamlScalar, name: string): false {
  return refuse(reading, 'bad-value', node.origin, {
    message: `invalid unsigned int value '${shown(textOf(node))}' for ${name}`,
    help: 'write a whole number from 0 to 4294967295',
  })
}

/** Any text, with its control characters escaped. */
export function text<Name extends string>(name: Name): Key<Holder<Name, string>> {
  return { expects: 'scalar', read: (reading, node, target) => put(target, name, escaped(reading, textOf(node)), node) }
}

/** One of a few words. */
export function word<Name extends string>(name: Name, words: readonly string[]): Key<Holder<Name, string>> {
  return {
    expects: 'scalar',
    read: (reading, node, target) =>
      words.includes(textOf(node)) ? put(target, name, textOf(node), node) : refuseWord(reading, node, name, words),
  }
}

export function refuseWord(reading: Reading, node: YamlScalar, name: string, words: readonly string[]): false {
  const guess = nearest(textOf(node), words)
  return refuse(reading, 'bad-value', node.origin, {
    message: `unknown ${name} '${shown(textOf(node))}'`,
    help: guess === undefined ? `it may be ${words.join(', ')}` : `did you mean ${guess}?`,
  })
}

/** The key is unknown to netplan 0.106. */
export function since1<Target>(key: Key<Target>): Key<Target> {
  return { ...key, isNew: true }
}
