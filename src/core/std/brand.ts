/** Makes a value of `Base` that only its own parse door can produce. */
declare const brand: unique symbol
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
