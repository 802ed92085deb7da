package dev.slipway.cluster;

/**
 * What the pods of a Job tell.
 *
 * @param trouble why its newest pod does not run or has failed, without a full stop; empty when it
 *     is not in trouble
 * @param lastLines the last lines of that pod's log, joined; empty when nothing was logged
 * @param hopeless whether its image cannot be had, so that no pod of it will ever begin
 */
public record JobWords(String trouble, String lastLines, boolean hopeless) {

  /** Nothing is heard. */
  public static final JobWords NONE = new JobWords("", "", false);

  /** {@code pod … ended with code 1; its log ends with: …}. */
  public String sentence() {
    String log = lastLines.isEmpty() ? "" : "its log ends with: " + lastLines;
    return trouble.isEmpty() ? log : log.isEmpty() ? trouble : trouble + "; " + log;
  }
}
