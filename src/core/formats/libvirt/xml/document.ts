/** An XML text as a tree that keeps every character: what each node says, how it was written, and where. */
import type { Origin } from '../../../diagnostics/origin.js'

export type XmlAttribute = {
  readonly name: string
  /** Entities resolved, white space made spaces (XML 1.0, section 3.3.3). */
  readonly value: string
  /** Name, `=` and quoted value. */
  readonly origin: Origin
  /** The value without its quotes. */
  readonly valueOrigin: Origin
}

export type XmlElement = {
  readonly kind: 'element'
  /** With its prefix, as it is written. */
  readonly name: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlNode[]
  /** From `<` of the start tag to `>` of the end tag. */
  readonly origin: Origin
  readonly nameOrigin: Origin
  /** As they are written; the end tag is empty for `<a/>` and for an element that is never closed. */
  readonly startTag: string
  readonly endTag: string
}

/** Characters between tags; `value` has its entities resolved. */
export type XmlText = { readonly kind: 'text' | 'cdata'; readonly value: string; readonly raw: string; readonly origin: Origin }

/** `broken` is markup that could not be read, such as an end tag that closes nothing. */
export type XmlMarkup = {
  readonly kind: 'comment' | 'instruction' | 'doctype' | 'broken'
  readonly raw: string
  readonly origin: Origin
}

export type XmlNode = XmlElement | XmlText | XmlMarkup

export type XmlDocument = {
  readonly capture: string
  readonly nodes: readonly XmlNode[]
  /** The first element, if there is any. */
  readonly root?: XmlElement
}
