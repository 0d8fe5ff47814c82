/** Types of rootfs.mjs. */

/** The id that is 0 in the namespaces of the tests; undefined for an ordinary user, who is 0 there. */
export declare const FIRST_ID: number | undefined

/** Where the tree is, or will be. */
export declare function rootfsPath(): string

/** The path of the tree, which is built when it is not there. */
export declare function rootfs(): Promise<string>
