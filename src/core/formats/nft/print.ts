/** Expressions in the words of nft(8). */
import type { NftElement, NftExpression } from '../../model/index.js'

export function expressionText(expression: NftExpression): string {
  switch (expression.kind) {
    case 'payload':
      return `${expression.protocol} ${expression.field}`
    case 'raw-payload':
      return `@${expression.base},${expression.offset},${expression.length}`
    case 'meta':
      return `meta ${expression.key}`
    case 'ct':
      return ['ct', expression.direction, expression.family, expression.key].filter((word) => word !== undefined).join(' ')
    case 'fib':
      return `fib ${expression.flags.join(' . ')} ${expression.result}`
    case 'other':
    case 'value':
      return expression.text
    case 'variable':
      return `$${expression.name}`
    case 'prefix':
      return `${expressionText(expression.address)}/${expression.length}`
    case 'range':
      return `${expressionText(expression.from)}-${expressionText(expression.to)}`
    case 'concatenation':
      return expression.parts.map(expressionText).join(' . ')
    case 'list':
      return expression.items.map(expressionText).join(',')
    case 'set':
      return `{ ${expression.elements.map(elementText).join(', ')} }`
    case 'set-name':
      return `@${expression.name}`
    case 'map':
      return `${expressionText(expression.key)} map ${expressionText(expression.data)}`
    case 'binary':
      return `${expressionText(expression.left)} ${expression.operator} ${expressionText(expression.right)}`.trimStart()
  }
}

function elementText({ key, data, options }: NftElement): string {
  const value =
    data === undefined
      ? ''
      : ` : ${data.kind === 'verdict' ? [data.verdict, data.chain].filter((word) => word !== undefined).join(' ') : expressionText(data)}`
  return `${expressionText(key)}${options === undefined ? '' : ` ${options}`}${value}`
}
