package dev.slipway.build.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Endings in words. */
class EndingTest {

  @Test
  void saysHowLongAScriptHad() {
    assertThat(new Ending.TimedOut(Duration.ofMinutes(30)).failure())
        .contains("timed out after 30m");
    assertThat(Ending.TimedOut.words(Duration.ofMinutes(90))).isEqualTo("1h30m");
    assertThat(Ending.TimedOut.words(Duration.ofSeconds(90))).isEqualTo("1m30s");
    assertThat(Ending.TimedOut.words(Duration.ofMillis(300))).isEqualTo("300ms");
  }

  @Test
  void namesTheSignalThatEndedAScript() {
    assertThat(new Ending.Exited(137).failure())
        .contains("exited with code 137 (killed by signal 9)");
    assertThat(new Ending.Exited(0).failure()).isEmpty();
  }
}
