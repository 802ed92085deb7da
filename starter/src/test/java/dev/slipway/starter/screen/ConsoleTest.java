package dev.slipway.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  @Test
  void isPaintedOnATerminalOnly() {
    assertThat(Console.isColoured(Map.of(), true)).isTrue();
    assertThat(Console.isColoured(Map.of(), false)).isFalse();
  }

  @Test
  void isNotPaintedWithNoColor() {
    assertThat(Console.isColoured(Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), true)).isFalse();
    assertThat(Console.isColoured(Map.of("NO_COLOR", ""), true)).isTrue();
  }

  @Test
  void isPaintedWithoutATerminalWhenForced() {
    assertThat(Console.isColoured(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
    assertThat(Console.isColoured(Map.of("CLICOLOR_FORCE", "0"), false)).isFalse();
  }

  @Test
  void isNotPaintedOnADumbTerminal() {
    assertThat(Console.isColoured(Map.of("TERM", "dumb"), true)).isFalse();
  }

  @Test
  void drawsWithLettersWhereNothingElseCanBeShown() {
    Glyphs ascii = Glyphs.of(StandardCharsets.US_ASCII);

    assertThat(ascii.of("├─ ✔ build ██░ · …")).isEqualTo("|- + build ##. - ~");
    assertThat(Glyphs.of(StandardCharsets.UTF_8)).isEqualTo(Glyphs.UNICODE);
  }
}
