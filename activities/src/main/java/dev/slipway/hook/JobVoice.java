package dev.slipway.hook;

/** What the pods of a Job tell. */
@FunctionalInterface
public interface JobVoice {

  /** Of a cluster without Jobs. */
  JobVoice NONE = (namespace, job) -> Words.NONE;

  /**
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the cluster does not answer
   */
  Words hear(String namespace, String job);

  /**
   * @param trouble why a pod of it does not run or has failed, without a full stop; empty when none
   *     is in trouble
   * @param lastLines the last lines of the newest log, joined; empty when nothing was logged
   * @param hopeless whether its image cannot be had, so that no pod of it will ever begin
   */
  record Words(String trouble, String lastLines, boolean hopeless) {

    /** Nothing is heard. */
    public static final Words NONE = new Words("", "", false);

    /** {@code pod … ended with code 1; its log ends with: …}. */
    String sentence() {
      String log = lastLines.isEmpty() ? "" : "its log ends with: " + lastLines;
      return trouble.isEmpty() ? log : log.isEmpty() ? trouble : trouble + "; " + log;
    }
  }
}
