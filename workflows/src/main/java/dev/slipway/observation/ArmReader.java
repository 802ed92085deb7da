package dev.slipway.observation;

import dev.slipway.observation.ObservedArm.Slower;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what one version was counted to do, and refuses what contradicts itself. */
final class ArmReader {

  private static final int MOST_BOUNDARIES = 200;
  private static final int MOST_METRICS = 50;

  private final FieldCursor fields;

  ArmReader(FieldCursor fields) {
    this.fields = fields;
  }

  ObservedArm arm(String arm) throws IOException {
    fields.requireObject(arm);
    @Nullable Long requests = null;
    @Nullable Long errors = null;
    @Nullable List<Slower> latency = null;
    @Nullable Map<String, ObservedEvents> events = null;
    String field = fields.next();
    while (field != null) {
      String path = arm + "." + field;
      switch (field) {
        case "requests" -> requests = FieldCursor.once(path, requests, fields.count(path));
        case "errors" -> errors = FieldCursor.once(path, errors, fields.count(path));
        case "latency" -> latency = FieldCursor.once(path, latency, latency(path));
        case "metrics" -> events = FieldCursor.once(path, events, events(path));
        default -> throw FieldCursor.unknown(path, arm, "requests, errors, latency and metrics");
      }
      field = fields.next();
    }
    ObservedArm read =
        new ObservedArm(
            FieldCursor.required(arm + ".requests", requests),
            FieldCursor.required(arm + ".errors", errors),
            latency == null ? List.of() : latency,
            events == null ? Map.of() : events);
    refuseContradictions(arm, read);
    return read;
  }

  private List<Slower> latency(String path) throws IOException {
    List<Slower> counts = counts(path);
    for (Slower each : counts) {
      if (!(each.boundary() > 0 && each.boundary() <= FieldCursor.LATEST_SECONDS)) {
        throw new BadObservationException(
            path
                + " has the boundary \""
                + each.boundary()
                + "\", but a boundary is a number of seconds above 0");
      }
    }
    return counts;
  }

  /** By ascending boundary. */
  private List<Slower> counts(String path) throws IOException {
    fields.requireObject(path);
    List<Slower> counts = new ArrayList<>();
    String boundary = fields.next();
    while (boundary != null) {
      if (counts.size() == MOST_BOUNDARIES) {
        throw new BadObservationException(path + " has more than 200 boundaries");
      }
      counts.add(
          new Slower(boundary(path, boundary), fields.count(path + ".\"" + boundary + "\"")));
      boundary = fields.next();
    }
    for (int i = 1; i < counts.size(); i++) {
      if (counts.get(i).boundary() <= counts.get(i - 1).boundary()) {
        return sorted(path, counts);
      }
    }
    return counts;
  }

  private static List<Slower> sorted(String path, List<Slower> counts) {
    counts.sort(Comparator.comparingDouble(Slower::boundary));
    for (int i = 1; i < counts.size(); i++) {
      if (counts.get(i).boundary() == counts.get(i - 1).boundary()) {
        throw new BadObservationException(
            path + " has the boundary " + counts.get(i).boundary() + " twice");
      }
    }
    return counts;
  }

  private static double boundary(String path, String text) {
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw new BadObservationException(
          path
              + " has the boundary \""
              + FieldCursor.quoted(text)
              + "\", but a boundary is a number of seconds above 0, or of what a histogram counts");
    }
    return number;
  }

  private Map<String, ObservedEvents> events(String path) throws IOException {
    fields.requireObject(path);
    Map<String, ObservedEvents> events = new HashMap<>();
    String metric = fields.next();
    while (metric != null) {
      if (events.size() == MOST_METRICS) {
        throw new BadObservationException(path + " has more than 50 metrics");
      }
      String own = path + ".\"" + FieldCursor.quoted(metric) + "\"";
      events.put(metric, FieldCursor.once(own, events.get(metric), eventsOf(own)));
      metric = fields.next();
    }
    return events;
  }

  private ObservedEvents eventsOf(String path) throws IOException {
    fields.requireObject(path);
    @Nullable Long total = null;
    @Nullable Long counted = null;
    @Nullable List<Slower> above = null;
    String field = fields.next();
    while (field != null) {
      String own = path + "." + field;
      switch (field) {
        case "total" -> total = FieldCursor.once(own, total, fields.count(own));
        case "counted" -> counted = FieldCursor.once(own, counted, fields.count(own));
        case "above" -> above = FieldCursor.once(own, above, counts(own));
        default -> throw FieldCursor.unknown(own, path, "total, and counted or above");
      }
      field = fields.next();
    }
    long all = FieldCursor.required(path + ".total", total);
    refuseMore(path + ".counted", counted == null ? 0 : counted, all);
    long most = all;
    for (Slower each : above == null ? List.<Slower>of() : above) {
      refuseMore(path + ".above.\"" + each.boundary() + "\"", each.count(), most);
      most = each.count();
    }
    if ((counted == null) == (above == null)) {
      throw new BadObservationException(
          path + " needs either counted (a pair of counters) or above (a histogram)");
    }
    return new ObservedEvents(all, Optional.ofNullable(counted), above == null ? List.of() : above);
  }

  private static void refuseMore(String field, long count, long most) {
    if (count > most) {
      throw new BadObservationException(
          "%s is %d, but at most %d can be counted there".formatted(field, count, most));
    }
  }

  private static void refuseContradictions(String arm, ObservedArm read) {
    if (read.errors() > read.requests()) {
      throw new BadObservationException(
          "%s.errors is %d, more than its %d requests: count both at the same place"
              .formatted(arm, read.errors(), read.requests()));
    }
    long most = read.requests();
    for (Slower slower : read.slower()) {
      if (slower.count() > most) {
        throw new BadObservationException(
            "%s.latency.\"%s\" is %d, but at most %d can be slower: count the requests that took longer than each boundary"
                .formatted(arm, slower.boundary(), slower.count(), most));
      }
      most = slower.count();
    }
  }
}
