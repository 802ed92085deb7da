package dev.slipway.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void removesWholeEscapeSequences() {
    assertThat(
            PlainText.line("\u001b[31mred\u001b[0m \u001b]0;title\u0007and \u001b(Bplain\u009b2J"))
        .isEqualTo("red and plain");
  }

  @Test
  void removesAnUnendedTitleSequence() {
    assertThat(PlainText.line("before\u001b]0;never ended")).isEqualTo("before");
  }

  @Test
  void removesMarksThatTurnTheDirectionOfReading() {
    assertThat(PlainText.line("user\u202etxt.exe\u2066")).isEqualTo("usertxt.exe");
  }

  @Test
  void makesOneLineOfSeveral() {
    assertThat(PlainText.line("one\r\ntwo\tthree\u2028four")).isEqualTo("one  two three four");
  }

  @Test
  void keepsLettersOfAllLanguages() {
    assertThat(PlainText.line("größer 価格 – naïve 👩‍🔧")).isEqualTo("größer 価格 – naïve 👩‍🔧");
  }

  @Test
  void keepsTheIndentationOfALog() {
    assertThat(PlainText.logLine("\tat Shop.total(Shop.java:7)\u0007  "))
        .isEqualTo("    at Shop.total(Shop.java:7)");
  }

  @Test
  void hasNoLinesForBlankText() {
    assertThat(PlainText.lines(" \n ")).isEmpty();
  }
}
