package dev.slipway.starter;

import dev.slipway.release.ReleaseResult.Outcome;

/**
 * Every exit code of the command, by what happened: the one table, printed by {@code slipway help
 * exit-codes}.
 */
public enum ExitCode {
  DONE(0, "done; a watched release was promoted; live is equal to the production branch"),
  NO(1, "the answer is no: validate found a problem, doctor something broken, diff a difference"),
  USAGE(
      2,
      "wrong use of the command; environment diff: any trouble, as with diff(1); analyze: bad"
          + " input"),
  TROUBLE(3, "something unexpected; --debug shows where; analyze: a regression was found"),
  NOT_FOUND(4, "the name fits nothing, or more than one thing; analyze: neither is proven"),
  REFUSED(5, "the order was refused; the sentence says why"),
  UNREACHABLE(6, "no Temporal server or no worker answers"),
  DENIED(7, "the server does not allow it"),
  TIMEOUT(8, "the time limit of --timeout is over; the release goes on"),
  ROLLED_BACK(10, "the release was rolled back: traffic and the production branch are at stable"),
  REJECTED(11, "a person rejected the change, or closed its pull request"),
  ABORTED(12, "a person aborted the release"),
  SUPERSEDED(13, "a newer release took its place"),
  EXPIRED(14, "nobody decided in time, or the slot was not free for 7 days"),
  FAILED(15, "a check failed: build, test suite, gate or first health"),
  LOST(16, "the release ended in Temporal without a result (terminated, cancelled)"),
  INTERRUPTED(130, "Ctrl-C; the release goes on");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }

  /** The code of a release that ended. */
  public static ExitCode of(Outcome outcome) {
    return switch (outcome) {
      case PROMOTED -> DONE;
      case ROLLED_BACK -> ROLLED_BACK;
      case REJECTED -> REJECTED;
      case ABORTED -> ABORTED;
      case SUPERSEDED -> SUPERSEDED;
      case EXPIRED -> EXPIRED;
      case FAILED -> FAILED;
    };
  }
}
