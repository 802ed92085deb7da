package dev.slipway.starter.dev;

import java.nio.file.Files;
import java.nio.file.Path;

/** What was downloaded or built before: it was put there whole, by a rename. */
record CachedTemporal(Path executable) implements TemporalSource {

  @Override
  public Answer find(Progress progress) {
    return Files.isExecutable(executable)
        ? new Answer.Found(executable)
        : new Answer.Closed("none is cached");
  }
}
