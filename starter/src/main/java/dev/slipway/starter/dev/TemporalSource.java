package dev.slipway.starter.dev;

import java.nio.file.Path;

/** One way to get a Temporal CLI, which holds the server too. */
@FunctionalInterface
interface TemporalSource {

  /** What a way led to. */
  sealed interface Answer {

    /**
     * @param executable that can be started as {@code temporal server start-dev}
     */
    record Found(Path executable) implements Answer {}

    /**
     * @param why half a sentence, for the case that no other way is open either
     */
    record Closed(String why) implements Answer {}
  }

  Answer find(Progress progress);
}
