/** Places in texts as a person can open them. */
import type { Origin } from '../../diagnostics/origin.js'
import { type Place, placeOf, type Snapshot } from '../../snapshot/snapshot.js'

export type PlaceView = Place

/** The places behind some origins, each line of a file once. */
export function placesOf(snapshot: Snapshot, origins: readonly Origin[]): readonly PlaceView[] {
  const places = origins.map((origin) => placeOf(snapshot, origin)).filter((place) => place !== undefined)
  return distinctPlaces(places)
}

export function distinctPlaces(places: readonly PlaceView[]): readonly PlaceView[] {
  return [...new Map(places.map((place) => [`${place.file}:${place.line}`, place])).values()]
}
