package dev.slipway.analysis.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.Assertions;

/** Values that were found elsewhere. */
final class Vectors {

  private Vectors() {}

  static Stream<JsonNode> of(String file, String group) {
    try (InputStream in = Vectors.class.getResourceAsStream("/analysis/" + file)) {
      JsonNode vectors = new ObjectMapper().readTree(Objects.requireNonNull(in, file)).get(group);
      Assertions.assertThat(vectors).as("vectors of " + group).isNotEmpty();
      return StreamSupport.stream(vectors.spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To 1e-9 relative; of a number near 0, to 1e-12. */
  static void assertSame(double actual, double expected, Object vector) {
    Assertions.assertThat(Math.abs(actual - expected))
        .as("%s expected, %s found for %s", expected, actual, vector)
        .isLessThanOrEqualTo(Math.max(1e-12, 1e-9 * Math.abs(expected)));
  }

  static BadCounts counts(JsonNode vector) {
    return new BadCounts(
        vector.get("nc").asLong(),
        vector.get("xc").asLong(),
        vector.get("nb").asLong(),
        vector.get("xb").asLong());
  }
}
