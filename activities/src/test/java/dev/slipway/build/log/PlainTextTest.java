package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a script may put on a terminal, and what is left of it on a page. */
class PlainTextTest {

  @Test
  void takesColoursTitlesAndLinksAway() {
    assertThat(
            PlainText.of("\u001B[1;31mERROR\u001B[0m \u001B]0;title\u0007 a \u001B]8;;x\u001B\\b"))
        .isEqualTo("ERROR  a b");
  }

  @Test
  void keepsTheLastStateOfALineThatIsDrawnOver() {
    assertThat(PlainText.of("10%\r50%\r100%\r\nnext\r")).isEqualTo("100%\nnext");
  }

  @Test
  void takesCharactersAwayThatTurnTheText() {
    assertThat(PlainText.of("a\u202Eb\u0000\u0007c\tgrüße ☃")).isEqualTo("abc\tgrüße ☃");
  }

  @Test
  void shortensALineByCharactersAndNotThroughThem() {
    assertThat(PlainText.line("☃🚀".repeat(300), 200)).hasSizeLessThan(400).endsWith("…");
    assertThat(PlainText.line("  short\nline ", 200)).isEqualTo("short line");
  }

  @Test
  void givesTheLastLines() {
    String text =
        IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining("\n"));

    assertThat(PlainText.end(text + "\n\n", 20, 4000).lines())
        .hasSize(20)
        .startsWith("80")
        .endsWith("99");
  }

  @Property
  void theEndIsNeverLongerThanAllowedAndNeverBroken(
      @ForAll String text, @ForAll @IntRange(min = 4, max = 200) int bytes) {
    String end = PlainText.end(text, 20, bytes);

    assertThat(end.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bytes);
    assertThat(end.lines().count()).isLessThanOrEqualTo(20);
    assertThat(end).doesNotContain("\u001B");
  }

  @Property
  void aLineIsOneLine(@ForAll List<String> parts) {
    assertThat(PlainText.line(String.join("\n", parts), 50).lines().count()).isLessThanOrEqualTo(1);
  }
}
