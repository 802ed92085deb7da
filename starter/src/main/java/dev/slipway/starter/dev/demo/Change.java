package dev.slipway.starter.dev.demo;

import dev.slipway.release.ReleaseResult.Outcome;

/** The three changes that the demo releases, and what has to become of each. */
enum Change {
  /** Good, in continuous deployment. */
  PIECES(
      "1-pieces",
      Outcome.PROMOTED,
      "A good change, in continuous deployment: nobody touches it from here on."),

  /** A defect that its tests do not see. */
  PRICE_PER_PIECE(
      "2-price-per-piece",
      Outcome.ROLLED_BACK,
      "A change with a defect that its tests cannot see: 4 answers in 100 will fail."),

  /** Mended, in continuous delivery. */
  PRICE_PER_PIECE_MENDED(
      "3-price-per-piece-mended",
      Outcome.PROMOTED,
      "The defect is mended, and the delivery file now says mode: delivery. A person decides.");

  private final String folder;
  private final Outcome expected;
  private final String announcement;

  Change(String folder, Outcome expected, String announcement) {
    this.folder = folder;
    this.expected = expected;
    this.announcement = announcement;
  }

  String folder() {
    return folder;
  }

  Outcome expected() {
    return expected;
  }

  String announcement() {
    return announcement;
  }
}
