package dev.slipway.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlipwayCommandTest {

  private final Terminal terminal = new Terminal(new FakeServer());

  @Test
  void saysInOneSentenceWhatIsWrongWithTheCommand() {
    Said said = terminal.type("release stat shop");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(said.err()).hasLineCount(1).contains("did you mean", "slipway release --help");
    assertThat(said.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "release",
        "environment",
        "service",
        "release list --limit many",
        "release watch",
        "release watch shop --interval soon",
        "release status shop -o yaml",
        "nothing"
      })
  void endsWithTwoAndOneSentenceWhenUsedWrongly(String line) {
    Said said = line.isEmpty() ? terminal.run() : terminal.type(line);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(said.err()).hasLineCount(1).endsWith("--help.\n");
  }

  @Test
  void showsNoStackTraceUnlessAskedTo() {
    Terminal broken =
        new Terminal(
            () -> {
              throw new IllegalStateException("a bug");
            });

    assertThat(broken.type("release list").err())
        .isEqualTo(
            "slipway: This was not expected (IllegalStateException: a bug): run it again with --debug and report what it shows.\n");
    assertThat(broken.type("release list --debug").err()).contains("\tat dev.slipway.starter");
    assertThat(broken.type("release list").code()).isEqualTo(ExitCode.TROUBLE.code());
  }

  @Test
  void printsTheTableOfExitCodes() {
    assertThat(terminal.type("help exit-codes").out())
        .contains("10    ROLLED_BACK  the release was rolled back");
  }

  @Test
  void hasNoExitCodeTwice() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
  }

  @Test
  void showsTheHelpOfACommand() {
    assertThat(terminal.type("help release watch").out())
        .isEqualTo(terminal.type("release watch --help").out())
        .contains("Usage: slipway release watch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void printsACompletionThatKnowsTheCommands(String shell) {
    assertThat(terminal.type("completion " + shell).out())
        .contains("complete -F _complete_slipway", "explain", "environment");
  }

  @Test
  void knowsNoCompletionForOtherShells() {
    assertThat(terminal.type("completion fish").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void printsTheVersion() {
    assertThat(terminal.type("version").out()).startsWith("slipway ");
    assertThat(terminal.type("--version").out()).isEqualTo(terminal.type("version").out());
    assertThat(terminal.type("version -o json").out()).contains("\"version\" : ");
  }
}
