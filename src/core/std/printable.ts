/** Tells texts from binary data that was read as text. */

/** Offset of the first character that no text holds: a control character, or the mark that decoding left for bytes that are not UTF-8. */
export function firstUnprintable(text: string): number | undefined {
  const found = text.search(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/)
  return found < 0 ? undefined : found
}

/** A text as a part of one line: control characters as spaces. */
export function onOneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
}
