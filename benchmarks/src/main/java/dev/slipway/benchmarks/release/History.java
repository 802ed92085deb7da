package dev.slipway.benchmarks.release;

import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The events of one workflow, whole or from some event on. */
record History(List<HistoryEvent> events) {

  private static final String LOCAL_ACTIVITY = "LocalActivity";

  History {
    events = List.copyOf(events);
  }

  static History of(WorkflowClient client, String workflowId) {
    return new History(client.fetchHistory(workflowId).getHistory().getEventsList());
  }

  int size() {
    return events.size();
  }

  /** What came after the first {@code number} events. */
  History after(int number) {
    return new History(events.subList(Math.min(number, size()), size()));
  }

  long count(EventType type) {
    return events.stream().filter(event -> event.getEventType() == type).count();
  }

  long localActivities() {
    return events.stream().filter(History::isLocalActivity).count();
  }

  static boolean isLocalActivity(HistoryEvent event) {
    return event.hasMarkerRecordedEventAttributes()
        && event.getMarkerRecordedEventAttributes().getMarkerName().equals(LOCAL_ACTIVITY);
  }

  /** How many activities of each type were scheduled. */
  Map<String, Long> activities() {
    Map<String, Long> byType = new TreeMap<>();
    for (HistoryEvent event : events) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        byType.merge(
            event.getActivityTaskScheduledEventAttributes().getActivityType().getName(),
            1L,
            Long::sum);
      }
    }
    return byType;
  }

  /** From when until when an activity was scheduled or ran. */
  List<Span> spans() {
    Map<Long, Instant> scheduled = new HashMap<>();
    List<Span> spans = new ArrayList<>();
    for (HistoryEvent event : events) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        scheduled.put(event.getEventId(), at(event));
      } else if (event.hasActivityTaskCompletedEventAttributes()) {
        long begun = event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
        Instant from = scheduled.get(begun);
        if (from != null) {
          spans.add(new Span(from, at(event)));
        }
      }
    }
    return spans;
  }

  /** The event's type, and what it is about. */
  static String said(HistoryEvent event) {
    String type = event.getEventType().name().substring("EVENT_TYPE_".length());
    if (event.hasActivityTaskScheduledEventAttributes()) {
      return type
          + " "
          + event.getActivityTaskScheduledEventAttributes().getActivityType().getName();
    }
    if (event.hasWorkflowExecutionSignaledEventAttributes()) {
      return type + " " + event.getWorkflowExecutionSignaledEventAttributes().getSignalName();
    }
    if (event.hasSignalExternalWorkflowExecutionInitiatedEventAttributes()) {
      return type
          + " "
          + event.getSignalExternalWorkflowExecutionInitiatedEventAttributes().getSignalName();
    }
    return type;
  }

  static Instant at(HistoryEvent event) {
    Timestamp time = event.getEventTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** A stretch of time. */
  record Span(Instant from, Instant to) {

    /** How much time these spans cover together, counted once where they overlap. */
    static Duration covered(List<Span> spans) {
      Duration covered = Duration.ZERO;
      Instant end = Instant.EPOCH;
      List<Span> inOrder =
          spans.stream().sorted(java.util.Comparator.comparing(Span::from)).toList();
      for (Span span : inOrder) {
        Instant from = span.from().isAfter(end) ? span.from() : end;
        if (span.to().isAfter(from)) {
          covered = covered.plus(Duration.between(from, span.to()));
          end = span.to();
        }
      }
      return covered;
    }
  }
}
