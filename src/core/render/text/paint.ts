/** How a piece of text should look, without knowing how a terminal does it. */

export type Style = 'bold' | 'dim' | 'good' | 'bad' | 'warn' | 'accent'

export type Paint = (style: Style, text: string) => string

/** No colour at all. */
export const PLAIN: Paint = (_style, text) => text

/** What every text is rendered with. */
export type Look = {
  readonly paint: Paint
  /** Columns that a line should not exceed where it can be broken. */
  readonly width: number
}
