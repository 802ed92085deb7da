package dev.slipway.starter.screen;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Where a command speaks to: answers go to {@code out}, sentences about trouble to {@code err}.
 *
 * @param coloured whether answers are painted
 * @param terminal whether a person looks at them: then lines are clipped and may be drawn again in
 *     place
 */
public record Console(
    PrintWriter out, PrintWriter err, boolean coloured, boolean terminal, Glyphs glyphs) {

  /** The process's own streams. */
  public static Console system(Map<String, String> environment) {
    boolean terminal = TerminalDetection.isTerminal(environment);
    Glyphs glyphs = Glyphs.of(TerminalDetection.charset());
    return new Console(
        new PrintWriter(System.out, true, TerminalDetection.charset()),
        new PrintWriter(System.err, true, TerminalDetection.charset()),
        isColoured(environment, terminal),
        terminal,
        glyphs);
  }

  /**
   * {@code NO_COLOR} (not empty) wins, then {@code CLICOLOR_FORCE} (not 0); else a terminal that is
   * not dumb is painted.
   */
  static boolean isColoured(Map<String, String> environment, boolean terminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = environment.getOrDefault("CLICOLOR_FORCE", "0");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return terminal && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  public void print(Line line) {
    out.println(glyphs.of(line.render(coloured, 0)));
  }

  public void print(List<Line> lines) {
    lines.forEach(this::print);
  }

  /** An answer for programs, or text that is printed as it is. */
  public void print(String text) {
    out.println(text);
  }

  /** A sentence for a person, beside the answer. */
  public void say(String sentence) {
    out.flush();
    err.println(glyphs.of(PlainText.line(sentence).strip()));
  }
}
