package dev.slipway.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

  private final Console console =
      new Console(
          new PrintWriter(new StringWriter()),
          new PrintWriter(new StringWriter()),
          false,
          true,
          Glyphs.UNICODE);

  @Test
  void drawsOverWhatWasThereAndClearsTheRest() {
    String frame = LiveScreen.frame(List.of(Line.of("one"), Line.of("two")), 80, 24, console);

    assertThat(frame).isEqualTo("\u001b[Hone\u001b[K\r\ntwo\u001b[K\u001b[J");
  }

  @Test
  void neverWrapsALine() {
    String frame = LiveScreen.frame(List.of(Line.of("x".repeat(200))), 10, 24, console);

    assertThat(frame).contains("x".repeat(9) + "…").doesNotContain("x".repeat(10));
  }

  @Test
  void keepsHeadingAndEndOnALowScreen() {
    List<Line> lines = IntStream.range(0, 40).mapToObj(n -> Line.of("line " + n)).toList();

    String frame = LiveScreen.frame(lines, 80, 6, console);

    assertThat(frame.split("\r\n", -1)).hasSize(6);
    assertThat(frame).contains("line 0", "line 1", "…", "line 37", "line 38", "line 39");
  }
}
