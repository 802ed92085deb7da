package dev.slipway.platform;

import dev.slipway.document.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What a platform file says, or everything that is wrong with it.
 *
 * @param platform empty when there are problems
 * @param problems by line
 */
public record PlatformReading(Optional<Platform> platform, List<Problem> problems) {

  public PlatformReading {
    problems = List.copyOf(problems);
    if (platform.isPresent() != problems.isEmpty()) {
      throw new IllegalArgumentException("a reading has either a platform file or problems");
    }
  }
}
