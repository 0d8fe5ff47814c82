/** Tags, by which dnsmasq treats some DHCP clients otherwise than the rest. */
import type { Field } from './document.js'

/** `tag:` asks for a tag that only some clients have; `set:` gives one. Neither says anything about the rest. */
export function withoutTags(fields: readonly Field[]): { readonly fields: readonly Field[]; readonly conditional: boolean } {
  const isTag = (field: Field): boolean => /^(tag|set|net):/.test(field.text)
  return { fields: fields.filter((field) => !isTag(field)), conditional: fields.some((field) => field.text.startsWith('tag:')) }
}
