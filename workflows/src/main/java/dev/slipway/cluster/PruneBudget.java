package dev.slipway.cluster;

/**
 * How many of the objects that left Git one sync may delete; of more, none goes, and a person is
 * asked. Whichever of the two allows more counts, so that a small environment is not blocked by a
 * share of it, nor a big one by a number.
 *
 * @param objects so many in any case, 0 to 1000
 * @param percent of what the environment has there before the sync, rounded down, 0 to 100
 */
public record PruneBudget(int objects, int percent) {

  /** Where the platform file says nothing. */
  public static final PruneBudget USUAL = new PruneBudget(5, 20);

  /** Nothing goes but what a person confirms. */
  public static final PruneBudget NONE = new PruneBudget(0, 0);

  public PruneBudget {
    if (objects < 0 || percent < 0 || percent > 100) {
      throw new IllegalArgumentException("no budget: " + objects + " objects, " + percent + "%");
    }
  }

  /**
   * How many may go.
   *
   * @param there how many objects the environment has, those that left Git among them
   */
  public int of(int there) {
    return Math.max(objects, there * percent / 100);
  }
}
