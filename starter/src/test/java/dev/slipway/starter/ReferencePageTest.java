package dev.slipway.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference page says what the command does. */
class ReferencePageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "cli.md");

  @ParameterizedTest
  @EnumSource
  void listsEveryExitCode(ExitCode code) throws IOException {
    String row =
        "| "
            + code.code()
            + " | "
            + code.name()
            + " | "
            + code.meaning()
                .replace("environment diff:", "`environment diff`:")
                .replace("--debug", "`--debug`")
                .replace("--timeout", "`--timeout`")
            + " |";

    assertThat(Files.readString(PAGE)).contains(row);
    assertThat(new Terminal(new FakeServer()).type("help exit-codes").out())
        .contains(code.meaning());
  }
}
