package dev.slipway.observation;

import dev.slipway.observation.ObservedArm.Slower;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes what {@link ObservationReader} reads: one line of pure ASCII, without its end. */
public final class ObservationLine {

  private static final Pattern NEITHER_PLAIN_NOR_ASCII = Pattern.compile("[^ -~]|[\"\\\\]");

  private ObservationLine() {}

  public static String of(ObservedBlock block) {
    StringBuilder line = new StringBuilder("{\"t\":").append(Seconds.text(block.end()));
    block
        .origin()
        .ifPresent(
            origin ->
                line.append(",\"from\":")
                    .append(Seconds.text(origin.from()))
                    .append(",\"step\":")
                    .append(origin.step())
                    .append(",\"block\":")
                    .append(origin.number()));
    block
        .latencyFrom()
        .ifPresent(from -> line.append(",\"latencyFrom\":").append(Seconds.text(from)));
    line.append(",\"weight\":").append(number(block.weight()));
    arm(line.append(",\"canary\":"), block.canary());
    arm(line.append(",\"stable\":"), block.stable());
    block
        .suspect()
        .ifPresent(
            suspect -> {
              line.append(",\"suspect\":{\"pod\":\"")
                  .append(name(suspect.pod().pod()))
                  .append("\",\"proof\":\"")
                  .append(suspect.pod().proof().name().toLowerCase(Locale.ROOT))
                  .append('"');
              arm(line.append(",\"canary\":"), suspect.without());
              line.append('}');
            });
    return line.append('}').toString();
  }

  private static void arm(StringBuilder line, ObservedArm arm) {
    line.append("{\"requests\":")
        .append(arm.requests())
        .append(",\"errors\":")
        .append(arm.errors());
    if (!arm.slower().isEmpty()) {
      counts(line, ",\"latency\":{", arm.slower());
    }
    if (!arm.events().isEmpty()) {
      events(line.append(",\"metrics\":{"), new TreeMap<>(arm.events()));
    }
    line.append('}');
  }

  private static void events(StringBuilder line, Map<String, ObservedEvents> events) {
    String separator = "";
    for (Map.Entry<String, ObservedEvents> metric : events.entrySet()) {
      ObservedEvents counted = metric.getValue();
      line.append(separator)
          .append('"')
          .append(name(metric.getKey()))
          .append("\":{\"total\":")
          .append(counted.total());
      counted.counted().ifPresent(count -> line.append(",\"counted\":").append(count));
      if (!counted.above().isEmpty()) {
        counts(line, ",\"above\":{", counted.above());
      }
      line.append('}');
      separator = ",";
    }
    line.append('}');
  }

  private static void counts(StringBuilder line, String start, List<Slower> counts) {
    String separator = start;
    for (Slower one : counts) {
      line.append(separator)
          .append('"')
          .append(number(one.boundary()))
          .append("\":")
          .append(one.count());
      separator = ",";
    }
    line.append('}');
  }

  /** Names are those of Kubernetes: what else somebody may have in them is not worth an escape. */
  private static String name(String text) {
    return NEITHER_PLAIN_NOR_ASCII.matcher(text).replaceAll("?");
  }

  private static String number(double value) {
    return value == Math.rint(value) && value < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
