package dev.slipway.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {

  @Test
  void clipsByWhatIsSeen() {
    Line line = Line.of(Paint.GREEN, "passed").add(" in a moment");

    assertThat(line.render(true, 10)).isEqualTo("\u001b[32mpassed\u001b[0m in…");
  }

  @Test
  void countsWideCharactersTwice() {
    assertThat(Line.of("価格を改定").render(false, 6)).isEqualTo("価格…");
  }

  @Test
  void isLeftAsItIsWhereItFits() {
    assertThat(Line.of("exact").render(false, 5)).isEqualTo("exact");
  }

  @Test
  void alignsWhatFollowsToItsColumn() {
    assertThat(Line.of("価").column(6).add("x").toString()).isEqualTo("価    x");
  }

  @Test
  void separatesEvenWhereTheColumnIsPast() {
    assertThat(Line.of("a long name").column(4).add("x").toString()).isEqualTo("a long name x");
  }

  @Test
  void makesTextFromOutsideHarmless() {
    assertThat(Line.empty().outside("fix\u001b[2J\nprices").toString()).isEqualTo("fix prices");
  }
}
