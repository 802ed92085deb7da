package dev.slipway.observation;

/** Takes down what a rollout counts, block by block. */
public interface ObservationJournal {

  /** Keeps nothing. */
  ObservationJournal NONE = (rollout, block) -> {};

  /**
   * Keeps a block. One of a number that is kept already takes the place of that and all after it: a
   * worker that goes on from an earlier checkpoint counts what came after it anew, in one block.
   * Never fails: a rollout does not depend on its record.
   *
   * @param block with its origin
   */
  void keep(RecordedRollout rollout, ObservedBlock block);
}
