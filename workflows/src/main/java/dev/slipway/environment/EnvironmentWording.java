package dev.slipway.environment;

import dev.slipway.release.Waiting;
import dev.slipway.temporal.FailureSentence;
import io.temporal.failure.TemporalFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an environment says of what it waits for. */
record EnvironmentWording(EnvironmentKey key) {

  /**
   * @param what is broken
   * @param since it is
   * @param again when it is tried next
   */
  Waiting trouble(String what, TemporalFailure failure, Instant since, Instant again) {
    return new Waiting(
        what + " is broken: " + FailureSentence.of(failure),
        since,
        Optional.of(again),
        "it tries again",
        List.of("whoever mends it"),
        List.of(key.command("sync")));
  }

  Waiting held(Held held) {
    String link = held.restoring().map(pr -> pr.ref().link()).orElse("a restoring change");
    return new Waiting(
        "HELD at the stable revision: " + held.reason(),
        held.since(),
        Optional.of(held.until()),
        "it stays held, and is reported as overdue",
        List.of("who may merge " + link),
        List.of(key.command("sync")));
  }
}
