package dev.slipway.starter.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.SlipwayCommand;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What trains the virtual machine has to go the commands' whole way, or they start slowly. */
class TrainingServerTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void answersWhatTheCommandsOfAReleaseAsk() throws IOException {
    SampleRelease release = new SampleRelease();
    try (TrainingServer server = TrainingServer.start(release)) {
      assertThat(type("release", "status", release.key(), "--address", server.address()))
          .as(err.toString())
          .isZero();
      assertThat(out.toString()).contains(release.key(), "canary 10 %", "errors");

      assertThat(type("release", "list", "--address", server.address()))
          .as(err.toString())
          .isZero();
    }
  }

  private int type(String... words) {
    Surroundings here = Surroundings.ofProcess();
    Console console =
        new Console(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false,
            false,
            here.console().glyphs());
    return SlipwayCommand.run(here.withConsole(console), words);
  }
}
