package dev.slipway.analysis;

/** Says no at the door. */
final class Requirement {

  private Requirement() {}

  /**
   * @param sentence what is wrong and what would be right, for a person
   * @throws IllegalArgumentException with the sentence, unless the condition holds
   */
  static void require(boolean condition, String sentence) {
    if (!condition) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
