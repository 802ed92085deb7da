package dev.slipway.e2e;

import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutResult;
import dev.slipway.rollout.RolloutStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** A fault at one place of a release's way. */
record FaultPoint(Place place, Fault fault) {

  /** Places of a release that is promoted, and of one that regresses. */
  enum Place {
    BUILDING(false, ReleaseStatus.Phase.BUILDING),
    PROPOSING(false, ReleaseStatus.Phase.PROPOSING),
    AWAITING_APPROVAL(false, ReleaseStatus.Phase.AWAITING_APPROVAL),
    MERGING(false, ReleaseStatus.Phase.MERGING),
    PREPARING(false, RolloutStatus.Phase.PREPARING),
    SHIFTING(false, RolloutStatus.Phase.SHIFTING),
    SOAKING(false, RolloutStatus.Phase.SOAKING),
    PROMOTING(false, RolloutStatus.Phase.PROMOTING),
    SETTLING(false, Place::hasEnded),
    REGRESSING(true, RolloutStatus.Phase.SHIFTING),
    ROLLING_BACK(true, RolloutStatus.Phase.ROLLING_BACK),
    RESTORING(true, Place::hasEnded);

    private final boolean bad;
    private final BiPredicate<ReleaseStatus, Optional<RolloutStatus>> reached;

    Place(boolean bad, BiPredicate<ReleaseStatus, Optional<RolloutStatus>> reached) {
      this.bad = bad;
      this.reached = reached;
    }

    Place(boolean bad, ReleaseStatus.Phase phase) {
      this(bad, (release, rollout) -> release.phase() == phase);
    }

    Place(boolean bad, RolloutStatus.Phase phase) {
      this(
          bad,
          (release, rollout) ->
              rollout.filter(of -> of.result().isEmpty() && of.phase() == phase).isPresent());
    }

    /** The rollout is over, and the environment still has to do its part. */
    private static boolean hasEnded(ReleaseStatus release, Optional<RolloutStatus> rollout) {
      Optional<RolloutResult> result = rollout.flatMap(RolloutStatus::result);
      return result.isPresent() && release.result().isEmpty();
    }

    /** Whether the version of such a release fails requests. */
    boolean isBad() {
      return bad;
    }

    /** Whether it lies before the merge, where the cluster has no part yet. */
    boolean isBeforeMerge() {
      return compareTo(PREPARING) < 0;
    }

    /**
     * @param rollout of this very release
     */
    boolean isReached(ReleaseStatus release, Optional<RolloutStatus> rollout) {
      return reached.test(release, rollout);
    }
  }

  /** Every fault at every place where the part that fails has something to do. */
  static List<FaultPoint> all() {
    List<FaultPoint> all = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      boolean cluster = fault == Fault.API_SERVER || fault == Fault.API_SERVER_KILLED;
      Stream<Place> places =
          Arrays.stream(Place.values()).filter(place -> !cluster || !place.isBeforeMerge());
      places.forEach(place -> all.add(new FaultPoint(place, fault)));
    }
    return all;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%-20s %s", fault, place.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
