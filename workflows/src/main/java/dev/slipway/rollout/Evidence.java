package dev.slipway.rollout;

/**
 * The state of a sequential analysis, opaque to workflows: a change of the mathematics never breaks
 * a replay.
 *
 * @param version of the encoding
 * @param encoded at most 90 kB
 */
public record Evidence(int version, String encoded) {

  /** Nothing gathered yet. */
  public static final Evidence NONE = new Evidence(0, "");
}
