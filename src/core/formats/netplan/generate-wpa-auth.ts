/** The part of wpa_supplicant.conf(5) that authenticates. */
import type { Definition } from './definition.js'
import type { Authentication } from './definition-parts.js'
import { type GeneratedLine, line, lineOf } from './generated-file.js'
import { fail, type Generation, scrub } from './generation.js'
import type { Setting, Settled } from './setting.js'

type Whose = { readonly auth: Settled<Authentication> /** The network's name, or the device's. */; readonly of: string }

const PRESHARED = ['psk', 'psk-sha256', 'sae']

/** Undefined: netplan refuses it. */
export function authenticationLines(
  generation: Generation,
  definition: Definition,
  { auth, of }: Whose,
): readonly GeneratedLine[] | undefined {
  const clean = (value: string): string => (generation.isOld ? value : scrub(value))
  const isPreshared = PRESHARED.includes(auth['key-management']?.value ?? 'none')
  const psk = (generation.isOld ? undefined : auth.psk) ?? (isPreshared ? (auth.psk ?? auth.password) : undefined)
  const pskText = psk === undefined ? [] : pskLines(generation, definition, { psk, of })
  if (pskText === undefined) return undefined
  const password = isPreshared && (generation.isOld || auth.method === undefined) ? undefined : auth.password
  return [
    line(`  key_mgmt=${keyManagementOf(auth, generation.isOld)}`, auth['key-management']?.origin ?? definition.origin),
    ...lineOf('  eap', auth.method, (method) => method.toUpperCase()),
    ...(auth.frames === undefined || generation.isOld
      ? []
      : [line(`  ieee80211w=${auth.frames === 'optional' ? 1 : 2}`, auth['key-management']?.origin)]),
    ...lineOf('  identity', auth.identity, (value) => `"${clean(value)}"`),
    ...lineOf('  anonymous_identity', auth['anonymous-identity'], (value) => `"${clean(value)}"`),
    ...pskText,
    ...lineOf('  password', password, (value) => (value.startsWith('hash:') ? value : `"${value}"`)),
    ...lineOf('  ca_cert', auth['ca-certificate'], (value) => `"${clean(value)}"`),
    ...lineOf('  client_cert', auth['client-certificate'], (value) => `"${clean(value)}"`),
    ...lineOf('  private_key', auth['client-key'], (value) => `"${clean(value)}"`),
    ...lineOf('  private_key_passwd', auth['client-key-password'], (value) => `"${value}"`),
    ...lineOf('  phase2', auth['phase2-auth'], (value) => `"auth=${clean(value)}"`),
  ]
}

function keyManagementOf(auth: Settled<Authentication>, isOld: boolean): string {
  switch (auth['key-management']?.value) {
    case 'psk':
      // Who gives only a password gets WPA2 and WPA3.
      return auth.frames === 'optional' && !isOld ? 'WPA-PSK WPA-PSK-SHA256 SAE' : 'WPA-PSK'
    case 'psk-sha256':
      return 'WPA-PSK WPA-PSK-SHA256'
    case 'eap':
      return 'WPA-EAP'
    case 'eap-sha256':
      return 'WPA-EAP WPA-EAP-SHA256'
    case 'eap-suite-b-192':
      return 'WPA-EAP-SUITE-B-192'
    case 'sae':
      return 'SAE'
    case '802.1x':
      return 'IEEE8021X'
    default:
      return 'NONE'
  }
}

type Passphrase = { readonly psk: Setting<string>; readonly of: string }

function pskLines(generation: Generation, definition: Definition, { psk, of }: Passphrase): readonly GeneratedLine[] | undefined {
  const bytes = encodedLength(psk.value)
  if (bytes === 64 && /^[0-9a-f]{64}$/i.test(psk.value)) return [line(`  psk=${psk.value}`, psk.origin)]
  if (bytes >= 8 && bytes <= 63) return [line(`  psk="${psk.value}"`, psk.origin)]
  const cause =
    bytes === 64 ? 'PSK length of 64 is only supported for hex-digit representation' : 'passphrase must be between 8 and 63 characters'
  fail(generation, definition, { rule: 'bad-key', at: psk.origin, message: of === definition.id ? cause : `${of}: ${cause}` })
  return undefined
}

/** In UTF-8. */
function encodedLength(text: string): number {
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
