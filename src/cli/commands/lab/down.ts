/** `lab down`: ends labs. */
import { downLab, listLabs } from '../../../live/lab/index.js'
import { EXIT } from '../../exit-code.js'
import { print, remark } from '../../terminal.js'
import { refuseWord, suggest } from '../../unusable.js'

export async function takeDown(name: string | undefined, options: { readonly all?: boolean }): Promise<void> {
  const running = listLabs()
  const names = running.map((lab) => lab.name)
  if (name === undefined && options.all !== true)
    throw refuseWord('which-lab', 'which lab?', `bridgework lab down NAME, or --all; up: ${names.join(', ') || 'none'}`)
  const chosen = options.all === true ? running : running.filter((lab) => lab.name === name)
  if (chosen.length === 0 && name !== undefined)
    throw refuseWord('unknown-lab', `no lab called ${name} is up`, suggest(name, names, 'labs that are up:'))
  if (chosen.length === 0) print('no lab is up\n')
  for (const lab of chosen) {
    const gone = await downLab(lab)
    if (gone) print(`${lab.name} is down\n`)
    else {
      remark(`${lab.name}: some of its processes have not ended yet\n`)
      process.exitCode = EXIT.finding
    }
  }
}
