package dev.slipway.gitops.forge;

import dev.slipway.gitops.MergeOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a merge commit reads: title and trailers, each in one line. Who caused a commit is read from
 * the trailers.
 *
 * @param title first line
 * @param trailers last paragraph
 */
public record MergeMessage(String title, String trailers) {

  private static final int LONGEST = 500;

  public static MergeMessage of(MergeOrder order) {
    StringBuilder trailers = new StringBuilder();
    for (Map.Entry<String, String> trailer : new TreeMap<>(order.trailers()).entrySet()) {
      trailers
          .append(trailer.getKey())
          .append(": ")
          .append(oneLine(trailer.getValue()))
          .append('\n');
    }
    return new MergeMessage(oneLine(order.message()), trailers.toString().strip());
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
