package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodNamesTest {

  private static final List<String> SUFFIXES = List.of("", "-canary", "-baseline");
  private static final List<String> HASHES = List.of("5", "7d9f8c6b5", "6c5b4d9f2x", "bcdfgh");

  /** As the API server and the controller of ReplicaSets do. */
  private static String pod(String deployment, String hash) {
    String base = deployment + "-" + hash + "-";
    return base.substring(0, Math.min(58, base.length())) + "fghij";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 30, 39, 40, 43, 45, 46, 47, 48, 49, 50, 51, 52, 54, 56})
  void findsThePodsOfItsOwnVersionAndNoOther(int length) {
    String workload = "checkout".repeat(7).substring(0, length);
    for (String suffix : SUFFIXES) {
      Pattern own = Pattern.compile(PodNames.pattern(workload + suffix, Optional.empty()));
      for (String other : SUFFIXES) {
        // A fresh baseline's workload has at most 54 characters.
        boolean there = (workload + other).length() <= 63 && !(length > 54 && !other.isEmpty());
        for (String hash : HASHES) {
          String pod = pod(workload + other, hash);
          if (there && (workload + suffix).length() <= 63) {
            assertThat(own.matches(pod)).as(pod + " by " + own).isEqualTo(suffix.equals(other));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4", "45", "52"})
  void findsThePodsOfAKnownHash(int length) {
    String rollout = "checkout".repeat(7).substring(0, length);

    Pattern own = Pattern.compile(PodNames.pattern(rollout, Optional.of("7d9f8c6b5")));

    assertThat(own.matches(pod(rollout, "7d9f8c6b5"))).isTrue();
  }
}
