/** Elements and attributes of `<pool>` and `<volume>`: docs/formatstorage.rst, src/conf/schemas/storagepool.rng, storagevol.rng of libvirt. */
import { defineGrammar } from '../grammar.js'

const PERMISSIONS = { children: 'mode owner group label' }

export const POOL_GRAMMAR = defineGrammar({
  'pool': { attributes: 'type!', children: 'name uuid capacity allocation available features source target refresh' },
  'pool/features': { children: 'cow' },
  'pool/features/cow': { attributes: 'state:yes-no' },
  'pool/refresh': { children: 'volume' },
  'pool/refresh/volume': { attributes: 'allocation:default|capacity' },
  'pool/source': { children: 'name host* device* dir adapter format auth vendor product initiator protocol' },
  'pool/source/host': { attributes: 'name! port:integer' },
  'pool/source/device': { attributes: 'path! part_separator:yes-no', children: 'freeExtent*' },
  'pool/source/dir': { attributes: 'path' },
  'pool/source/format': { attributes: 'type' },
  'pool/source/protocol': { attributes: 'ver' },
  'pool/source/vendor': { attributes: 'name' },
  'pool/source/product': { attributes: 'name' },
  'pool/source/auth': { attributes: 'type!:chap|ceph username!', children: 'secret' },
  'pool/source/auth/secret': { attributes: 'uuid:uuid usage type' },
  'pool/source/initiator': { children: 'iqn' },
  'pool/source/adapter': {
    attributes: 'type name parent managed wwnn wwpn parent_wwnn parent_wwpn parent_fabric_wwn',
    children: 'parentaddr',
  },
  'pool/target': { children: 'path permissions timestamps encryption' },
  'pool/target/permissions': PERMISSIONS,
})

export const VOLUME_GRAMMAR = defineGrammar({
  'volume': {
    attributes: 'type:file|block|dir|network|netdir|ploop',
    children: 'name key capacity allocation physical source target backingStore',
  },
  'volume/capacity': { attributes: 'unit' },
  'volume/allocation': { attributes: 'unit' },
  'volume/target': {
    children: 'path format permissions timestamps encryption compat nocow clusterSize features label',
  },
  'volume/target/format': { attributes: 'type' },
  'volume/target/permissions': PERMISSIONS,
  'volume/backingStore': { children: 'path format permissions timestamps' },
  'volume/backingStore/format': { attributes: 'type' },
  'volume/backingStore/permissions': PERMISSIONS,
})
