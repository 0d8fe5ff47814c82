/** Which colour a verdict or a step deserves. */
import type { Verdict } from '../../trace/outcome.js'
import type { StepView } from '../view/trace.js'
import type { Paint, Style } from './paint.js'

const VERDICTS: Readonly<Record<Verdict, Style>> = { reachable: 'good', unreachable: 'bad', ambiguous: 'warn', undetermined: 'warn' }

export function styleOfVerdict(verdict: Verdict): Style {
  return VERDICTS[verdict]
}

type Tone = 'ends' | 'doubtful' | 'goes-on'

/** Whether a packet's walk ends with what was done. */
const TONES: Readonly<Record<StepView['did'], Tone>> = {
  'resolved': 'goes-on',
  'failed': 'ends',
  'matched': 'goes-on',
  'local': 'goes-on',
  'no-route': 'ends',
  'refused': 'ends',
  'chose': 'goes-on',
  'accepted': 'goes-on',
  'dropped': 'ends',
  'rejected': 'ends',
  'translated': 'goes-on',
  'translated-back': 'goes-on',
  'cached': 'goes-on',
  'skipped': 'goes-on',
  'forwarded': 'goes-on',
  'flooded': 'goes-on',
  'delivered-up': 'goes-on',
  'carried': 'goes-on',
  'lost': 'ends',
  'passed': 'goes-on',
  'expired': 'ends',
  'too-big': 'ends',
  'sent': 'goes-on',
  'swallowed': 'doubtful',
  'not-sent': 'goes-on',
  'ignored': 'ends',
  'answered': 'goes-on',
  'received': 'goes-on',
  'limited': 'doubtful',
  'stopped': 'doubtful',
  'assumed': 'doubtful',
}

const MARKS: Readonly<Record<Tone, { readonly mark: string; readonly style: Style }>> = {
  'ends': { mark: '✗', style: 'bad' },
  'doubtful': { mark: '?', style: 'warn' },
  'goes-on': { mark: '·', style: 'dim' },
}

/** One sign before a step: does the packet go on, end, or does nobody know? */
export function markOf(step: StepView, paint: Paint): string {
  const tone = step.kind === 'redirect' ? 'goes-on' : TONES[step.did]
  return paint(MARKS[tone].style, MARKS[tone].mark)
}
