package dev.slipway.benchmarks.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.slipway.benchmarks.release.History.Span;
import dev.slipway.benchmarks.release.Script.Step;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.SignalExternalWorkflowExecutionInitiatedEventAttributes;
import io.temporal.api.history.v1.StartChildWorkflowExecutionInitiatedEventAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {

  private static final History RELEASE =
      new History(List.of(activity(1, 10, "SourceRead"), completed(2, 20, 1), signal(3, 30)));
  private static final History ENVIRONMENT =
      new History(List.of(activity(1, 15, "ConfigHead"), child(2, 40)));
  private static final History ROLLOUT = new History(List.of(activity(1, 50, "CanaryBegin")));

  @Test
  void tellsWhatWasDoneInOrderOfTimeAcrossWorkflows() {
    Script script = Script.of(RELEASE, ENVIRONMENT, ROLLOUT);
    assertThat(script.parent())
        .containsExactly(
            new Step.Activity("SourceRead", "", List.of()),
            new Step.Activity("ConfigHead", "", List.of()),
            new Step.Signal(),
            new Step.Child());
    assertThat(script.child()).containsExactly(new Step.Activity("CanaryBegin", "", List.of()));
  }

  @Test
  void keepsTheActivitiesOfTheChildButNoSignalWhenFlat() {
    assertThat(Script.of(RELEASE, ENVIRONMENT, ROLLOUT).flat().parent())
        .extracting(step -> step instanceof Step.Activity activity ? activity.type() : "?")
        .containsExactly("SourceRead", "ConfigHead", "CanaryBegin");
  }

  @Test
  void measuresFromScheduledToCompleted() {
    assertThat(RELEASE.spans()).containsExactly(new Span(at(10), at(20)));
  }

  @Test
  void countsOverlappingSpansOnce() {
    List<Span> spans =
        List.of(
            new Span(at(30), at(40)),
            new Span(at(0), at(20)),
            new Span(at(5), at(10)),
            new Span(at(15), at(25)));
    assertThat(Span.covered(spans)).isEqualTo(Duration.ofMillis(35));
  }

  private static HistoryEvent activity(long id, long millis, String type) {
    return event(id, millis)
        .setActivityTaskScheduledEventAttributes(
            ActivityTaskScheduledEventAttributes.newBuilder()
                .setActivityType(ActivityType.newBuilder().setName(type)))
        .build();
  }

  private static HistoryEvent completed(long id, long millis, long scheduled) {
    return event(id, millis)
        .setActivityTaskCompletedEventAttributes(
            ActivityTaskCompletedEventAttributes.newBuilder().setScheduledEventId(scheduled))
        .build();
  }

  private static HistoryEvent signal(long id, long millis) {
    return event(id, millis)
        .setSignalExternalWorkflowExecutionInitiatedEventAttributes(
            SignalExternalWorkflowExecutionInitiatedEventAttributes.getDefaultInstance())
        .build();
  }

  private static HistoryEvent child(long id, long millis) {
    return event(id, millis)
        .setStartChildWorkflowExecutionInitiatedEventAttributes(
            StartChildWorkflowExecutionInitiatedEventAttributes.getDefaultInstance())
        .build();
  }

  private static HistoryEvent.Builder event(long id, long millis) {
    Instant at = at(millis);
    return HistoryEvent.newBuilder()
        .setEventId(id)
        .setEventTime(
            Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()));
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
