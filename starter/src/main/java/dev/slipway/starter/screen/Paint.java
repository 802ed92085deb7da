package dev.slipway.starter.screen;

/** How a piece of text looks. Restrained on purpose: the colour says the outcome, nothing else. */
public enum Paint {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GREEN("32"),
  RED("31"),
  YELLOW("33"),
  CYAN("36");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  String apply(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
