package dev.slipway.hook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * A Job of a path that is run once for each revision.
 *
 * @param name of the Job in Git
 * @param occasion when it is run
 * @param deadline counted from its start: what has not ended by then is stopped, and has failed
 */
public record Hook(String name, Occasion occasion, Duration deadline) {

  /** Where the Job in Git says nothing. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);

  private static final int LONGEST_NAME = 63;
  private static final int DIGEST_BYTES = 6;

  /** When a Job is run. */
  public enum Occasion {
    /** Before the canary, or the sync, gets anything. */
    PRE_SYNC("pre-sync"),
    /** When all pods are of the new version and have all traffic. */
    POST_SYNC("post-sync");

    private final String word;

    Occasion(String word) {
      this.word = word;
    }

    /** As the annotation and people write it. */
    public String word() {
      return word;
    }
  }

  /** Those of an occasion, in their order. */
  public static List<Hook> of(List<Hook> hooks, Occasion occasion) {
    return hooks.stream().filter(hook -> hook.occasion() == occasion).toList();
  }

  /** {@code pre-sync Job migrate}: also the name of its step. */
  public String title() {
    return occasion.word() + " Job " + name;
  }

  /**
   * Name of the Job that is made of it for a revision: the same revision, the same Job, whoever
   * asks and however often.
   *
   * @param revision digest of the rendered objects
   */
  public String jobName(String revision) {
    return suffixed(name, digest(revision));
  }

  /** Name of the copy of a ConfigMap or Secret that the Job of a revision reads. */
  public String copyName(String of, String revision) {
    return suffixed(of, digest(revision));
  }

  private String digest(String revision) {
    String identity = revision + "\n" + occasion.word() + "\n" + name;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String suffixed(String name, String digest) {
    int room = LONGEST_NAME - 1 - digest.length();
    String start = name.length() > room ? name.substring(0, room) : name;
    return start.replaceAll("[-.]+$", "") + "-" + digest;
  }
}
