package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GroupExchangeabilityTest {

  /** Whatever the errors are, and however they cluster: any of the groups may be the canary. */
  @Property(tries = 200)
  void hasAMeanOfExactlyOneOverTheGroups(
      @ForAll @Size(min = 2, max = 10) List<@IntRange(min = 0, max = 2000) Integer> errors,
      @ForAll @DoubleRange(min = 1, max = 1000) double perSecond) {
    GroupExchangeability test = GroupExchangeability.at(perSecond);
    double mean = 0;
    double meanMostlyCanary = 0;
    for (int odd = 0; odd < errors.size(); odd++) {
      long[] others = others(errors, odd);
      mean +=
          Math.exp(
              test.logEvidence(test.observe(test.start(), errors.get(odd), others, Duration.ZERO)));
      meanMostlyCanary +=
          Math.exp(
              test.logEvidence(
                  test.observeMostlyCanary(test.start(), errors.get(odd), others, Duration.ZERO)));
    }
    assertThat(mean / errors.size()).isCloseTo(1, within(1e-9));
    assertThat(meanMostlyCanary / errors.size()).isCloseTo(1, within(1e-9));
  }

  @Test
  void findsACanaryWithMoreErrorsAlsoWhenTheyComeInClusters() {
    GroupExchangeability test = GroupExchangeability.at(100);
    MixtureEvidence worse = test.start();
    MixtureEvidence mostly = test.start();
    for (int block = 0; block < 30; block++) {
      Duration begin = Duration.ofSeconds(5L * block);
      long[] alike = {0, 4, 0, 4, 0, 4, 0, 4, 0};
      worse = test.observe(worse, 8, alike, begin);
      mostly = test.observeMostlyCanary(mostly, 1, new long[] {8, 4, 8, 4, 8, 4}, begin);
    }
    assertThat(test.logEvidence(worse)).isGreaterThan(Math.log(100));
    assertThat(test.logEvidence(mostly)).isGreaterThan(Math.log(100));
  }

  @Test
  void refusesACanaryWithoutCompany() {
    GroupExchangeability test = GroupExchangeability.at(100);
    assertThatThrownBy(() -> test.observe(test.start(), 3, new long[0], Duration.ZERO))
        .hasMessageContaining("there must be another group");
  }

  private static long[] others(List<Integer> errors, int odd) {
    return IntStream.range(0, errors.size()).filter(i -> i != odd).mapToLong(errors::get).toArray();
  }
}
