// What can be wrong with a stranger's bytes: each is a sentence, or a clause where it says so.

/** A document without the shape that it promises. The message is a sentence. */
export class Malformed extends Error {}

/** A document that may be in order, but is of a kind not read here. Likewise a sentence. */
export class Unread extends Error {}

/** Bytes that are not what they should be. The message is a clause without a full stop. */
export class BadValue extends Error {}

/** An address that could not be read. Likewise a clause. */
export class Unavailable extends Error {}

/** An address whose host says that what was there is there no more. */
export class Gone extends Unavailable {}

/** A key of a kind that is not ours: neither to be relied on nor bad. The message names the kind. */
export class UnsupportedKey extends BadValue {}

/** A registered way of signing that is not among ours. The message is its name. */
export class UnknownAlgorithm extends Error {}

/** A key that may not vouch for the document. The message is a sentence. */
export class KeyRefused extends Error {}

/** The issuer's document names no such key (or no longer). */
export class NoSuchMethod extends KeyRefused {}

/** A key of a kind that is not read here: it may be in order. Likewise a sentence. */
export class KeyUnread extends KeyRefused {}

/** A list that cannot be relied on. The message is a sentence. */
export class Unusable extends Error {}

/** A picture that cannot be read. The message goes on from "The picture". */
export class BrokenPicture extends Error {}

/** This browser lacks what checking needs: nothing is known of the document. */
export class CannotCheck extends Error {}

/**
 * The message of an error of one of these kinds; anything else is thrown on.
 * @param {unknown} error
 * @param {...(new (message: string) => Error)} kinds
 */
export function message(error, ...kinds) {
  if (error instanceof Error && kinds.some((kind) => error instanceof kind)) return error.message;
  throw error;
}
