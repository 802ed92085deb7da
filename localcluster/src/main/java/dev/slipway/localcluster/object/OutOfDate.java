package dev.slipway.localcluster.object;

/** The resourceVersion that a write was made against is not the one that is stored. */
public final class OutOfDate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutOfDate(ObjectKey key, String expected, String found) {
    super(
        key
            + " is at resourceVersion "
            + found
            + ", not at "
            + expected
            + ": read it again and repeat the change.");
  }
}
