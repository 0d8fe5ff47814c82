/** What must hold of any text in any format; the complaint when it does not. */
import type { TextFormat } from '../../src/core/diagnostics/text-format.js'
import { originsIn } from '../origins.js'

export type Checked = {
  readonly complaint?: string /** What kind of reading it was, to tell new ones from old. */
  readonly signature: string
  readonly seconds: number
}

/** Seconds of processor time for a text of 1 MiB; a short one may take as long as one of 64 KiB. */
const SECONDS_PER_MIB = 2

export function checkText(format: TextFormat, text: string): Checked {
  const start = process.cpuUsage()
  try {
    format.likeness(text)
    const { document, diagnostics } = format.parse(text, 'fuzz')
    const printed = format.print?.(document)
    const { user } = process.cpuUsage(start)
    const seconds = user / 1e6
    const limit = SECONDS_PER_MIB * Math.max(1 / 16, text.length / (1024 * 1024))
    const complaint =
      printed !== undefined && printed !== text
        ? 'does not come back as it was'
        : seconds > Math.max(limit, 0.3)
          ? `takes ${seconds.toFixed(2)} s for ${text.length} characters`
          : misplaced(text, [document, diagnostics], diagnostics)
    return { ...(complaint === undefined ? {} : { complaint }), signature: signatureOf(diagnostics), seconds }
  } catch (error) {
    return {
      complaint: error instanceof Error ? `throws ${error.stack ?? error.message}` : `throws ${String(error)}`,
      signature: 'throws',
      seconds: 0,
    }
  }
}

type Told = { readonly code: string; readonly message: string; readonly because?: string; readonly help?: string }

/** Looking at every origin of a long text takes longer than reading it. */
function misplaced(text: string, value: unknown, diagnostics: readonly Told[]): string | undefined {
  for (const { code, message, because = '', help = '' } of diagnostics) {
    if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(code)) return `has a finding with the code ${code}`
    if (/[\r\n]/.test(`${message}${because}${help}`)) return `${code} has a line break in its words`
  }
  if (text.length > 20_000) return undefined
  const wrong = originsIn(value).find(
    ({ capture, start, end }) => capture !== 'fuzz' || !(start >= 0 && start <= end && end <= text.length),
  )
  return wrong === undefined ? undefined : `has an origin outside the text: ${JSON.stringify(wrong)}`
}

function signatureOf(diagnostics: readonly Told[]): string {
  return [...new Set(diagnostics.map((found) => found.code))].sort().join(' ')
}
