/** Texts of others may hold terminal escapes: on a screen every control character is shown, never obeyed. */

const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** One replacement for each character, so that columns stay true. */
function shown(text: string): string {
  return text.replaceAll('\t', ' ').replace(CONTROL, '\ufffd')
}

/** The same view with all its strings made fit for a screen. */
export function printable<View>(view: View): View {
  if (typeof view === 'string') return shown(view) as View
  if (Array.isArray(view)) return view.map(printable) as View
  if (view === null || typeof view !== 'object') return view
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, printable(value)])) as View
}
