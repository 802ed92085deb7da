package dev.slipway.document;

/**
 * What is wrong with a file that a person wrote.
 *
 * @param file name of the file as its reader knows it
 * @param line from 1
 * @param fieldPath {@code environments[1].rollout.canary.steps[2]}; empty when the whole file is
 *     meant
 * @param message one sentence that says what has to be there
 */
public record Problem(String file, int line, String fieldPath, String message) {

  /** {@code delivery.yaml:12: environments[1].mode: must be delivery or deployment, not 'x'}. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + (fieldPath.isEmpty() ? "" : fieldPath + ": ") + message;
  }
}
