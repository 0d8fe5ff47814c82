/** The parts of a definition that are about wireless networks, authentication and other programs. */
import type { Origin } from '../../diagnostics/origin.js'
import type { Setting } from './setting.js'

type AuthenticationKey =
  | 'identity'
  | 'anonymous-identity'
  | 'password'
  | 'ca-certificate'
  | 'client-certificate'
  | 'client-key'
  | 'client-key-password'
  | 'phase2-auth'

export type Authentication = { [Key in AuthenticationKey]?: Setting<string> } & {
  'key-management'?: Setting<string>
  method?: Setting<string>
  /** Protected management frames. */
  frames?: 'optional' | 'required'
  /** The `password:` beside `auth:`. */
  psk?: Setting<string>
}

export type AccessPoint = {
  readonly ssid: string
  readonly origin: Origin
  band?: Setting<'5' | '2.4'>
  bssid?: Setting<string>
  hidden?: Setting<boolean>
  channel?: Setting<number>
  mode?: Setting<string>
  auth?: Authentication
  networkManager?: NetworkManagerSettings
}

export type NetworkManagerSettings = {
  readonly origin: Origin
  name?: Setting<string>
  uuid?: Setting<string>
  'stable-id'?: Setting<string>
  device?: Setting<string>
  passthrough: Map<string, Setting<string>>
}

export type KeyValue = { readonly key: string; readonly value: Setting<string> }

export type OpenvswitchSettings = {
  externalIds: KeyValue[]
  otherConfig: KeyValue[]
  protocols: Setting<string>[]
  controllers: Setting<string>[]
  connectionMode?: Setting<string>
  lacp?: Setting<string>
  'fail-mode'?: Setting<string>
  'mcast-snooping'?: Setting<boolean>
  rstp?: Setting<boolean>
}

/** What stands in `network.openvswitch`. */
export type OpenvswitchGlobals = {
  externalIds: KeyValue[]
  otherConfig: KeyValue[]
  protocols: Setting<string>[]
  'ca-cert'?: Setting<string>
  certificate?: Setting<string>
  'private-key'?: Setting<string>
}
