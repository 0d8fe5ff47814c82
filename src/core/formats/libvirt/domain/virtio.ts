/** Which models of a NIC are virtio. */

/** virDomainNetIsVirtioModel */
export function isVirtioModel(model: string | undefined): boolean {
  return model !== undefined && ['virtio', 'virtio-transitional', 'virtio-non-transitional'].includes(model)
}
