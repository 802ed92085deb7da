package dev.slipway.starter.report;

import dev.slipway.observation.ObservedBlock;
import dev.slipway.starter.report.RolloutCourse.LonePod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the pods were counted to do that were suspected to fail alone, over a record's blocks. */
final class SuspectTally {

  private record Answered(long requests, long errors) {

    static Answered of(ObservedBlock block, ObservedBlock.Suspect suspect) {
      return new Answered(
          block.canary().requests() - suspect.without().requests(),
          block.canary().errors() - suspect.without().errors());
    }

    Answered plus(Answered more) {
      return new Answered(requests + more.requests, errors + more.errors);
    }
  }

  private final Map<String, Answered> answered = new HashMap<>();
  private Optional<LonePod> named = Optional.empty();

  /**
   * The next block.
   *
   * @param lonePod the pod that is named by then, if any is
   */
  void count(ObservedBlock block, Optional<String> lonePod) {
    block
        .suspect()
        .ifPresent(
            suspect ->
                answered.merge(suspect.pod().pod(), Answered.of(block, suspect), Answered::plus));
    lonePod.ifPresent(
        pod -> {
          Answered all = answered.getOrDefault(pod, new Answered(0, 0));
          double since = named.map(LonePod::since).orElse(block.end().toMillis() / 1000.0);
          named = Optional.of(new LonePod(pod, since, all.requests(), all.errors()));
        });
  }

  /** At most one: where a second pod fails, it is the version. */
  List<LonePod> named() {
    return named.stream().toList();
  }
}
