/** From the words of a command line to a question. */
import { parseIpv4 } from '../core/addresses/ipv4.js'
import type { Network } from '../core/model/network.js'
import { addressesOf } from '../core/questions/target.js'
import { nearest } from '../core/std/nearest.js'
import type { Protocol, Question } from '../core/trace/answer.js'
import { refuseWord } from './unusable.js'
