package dev.slipway.gitops.render.tool;

/** A tool says that its input is wrong. Its words may quote the input, secrets included. */
public final class ToolComplaint extends Exception {

  private static final long serialVersionUID = 1;

  private final String words;

  ToolComplaint(String words) {
    super("a rendering tool has complained");
    this.words = words;
  }

  /** What it has printed, unbounded and unmasked: not for a message as it is. */
  public String words() {
    return words;
  }
}
