package dev.slipway.starter.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.TaskQueues;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.DataConverterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Speaks to Temporal through its client. Every call has a limit of time. */
final class TemporalServer implements SlipwayServer {

  private static final Duration ASKING = Duration.ofSeconds(10);

  private final WorkflowClient client;
  private final Runnable hangUp;

  /**
   * @param hangUp ends the connection
   */
  TemporalServer(WorkflowClient client, Runnable hangUp) {
    this.client = client;
    this.hangUp = hangUp;
  }

  @Override
  public <T> Optional<T> status(String workflowId, Class<T> type) {
    return within(
        ASKING,
        workflowId,
        () -> {
          try {
            return Optional.of(stub(workflowId).query("status", type));
          } catch (WorkflowNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public <T> Optional<T> result(String workflowId, Class<T> type) {
    return within(
        ASKING,
        workflowId,
        () -> {
          try {
            return Optional.ofNullable(stub(workflowId).getResult(1, TimeUnit.SECONDS, type));
          } catch (WorkflowNotFoundException | WorkflowFailedException | TimeoutException e) {
            // It runs, or it has no result: both are the empty answer.
            return Optional.empty();
          }
        });
  }

  @Override
  public <T> T order(Order<T> order) {
    return within(
        order.within(),
        order.workflowId(),
        () ->
            order.beginning().isPresent()
                ? startWith(order, order.beginning().get())
                : update(order));
  }

  private <T> T update(Order<T> order) {
    try {
      return stub(order.workflowId())
          .startUpdate(
              order.update(),
              WorkflowUpdateStage.ACCEPTED,
              order.answer(),
              order.arguments().toArray())
          .getResult();
    } catch (WorkflowNotFoundException e) {
      throw TemporalFailures.notRunning(e, order.workflowId(), exists(order.workflowId()));
    }
  }

  private <T> T startWith(Order<T> order, Order.Beginning beginning) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .setWorkflowId(order.workflowId())
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    UpdateOptions<T> update =
        UpdateOptions.newBuilder(order.answer())
            .setUpdateName(order.update())
            .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
            .build();
    // The call that starts is bounded by seconds: what takes longer is waited for by the handle.
    return client
        .newUntypedWorkflowStub(beginning.type(), options)
        .startUpdateWithStart(update, order.arguments().toArray(), new Object[] {beginning.input()})
        .getResult();
  }

  private boolean exists(String workflowId) {
    try {
      return stub(workflowId).describe().getExecution() != null;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  @Override
  public List<Execution> list(Selection selection) {
    return within(
        ASKING,
        "the list",
        () -> {
          try (Stream<WorkflowExecutionMetadata> found = client.listExecutions(selection.query())) {
            return found
                .limit(selection.limit())
                .map(TemporalServer::execution)
                .sorted(Comparator.comparing(Execution::startedAt).reversed())
                .toList();
          }
        });
  }

  @Override
  public Optional<List<RunningActivity>> running(String workflowId) {
    return within(
        ASKING,
        workflowId,
        () -> {
          try {
            DescribeWorkflowExecutionResponse described =
                stub(workflowId).describe().getRawDescription();
            return described.getWorkflowExecutionInfo().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                ? Optional.of(
                    described.getPendingActivitiesList().stream().map(this::activity).toList())
                : Optional.empty();
          } catch (WorkflowNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void close() {
    hangUp.run();
  }

  private WorkflowStub stub(String workflowId) {
    return client.newUntypedWorkflowStub(workflowId);
  }

  private RunningActivity activity(PendingActivityInfo info) {
    return new RunningActivity(
        info.getActivityType().getName(),
        info.getAttempt(),
        isAlarming(info) ? failure(info).getMessage() : "",
        info.hasHeartbeatDetails() ? json(info.getHeartbeatDetails()) : MissingNode.getInstance());
  }

  /** "Not yet" is what a polling activity says all the time. */
  private static boolean isAlarming(PendingActivityInfo info) {
    return info.hasLastFailure()
        && !failure(info).getApplicationFailureInfo().getType().equals(FailureType.NOT_YET.name());
  }

  /** A failure that is too long for the server comes wrapped, and cut, in one of its own. */
  private static Failure failure(PendingActivityInfo info) {
    Failure last = info.getLastFailure();
    return last.hasServerFailureInfo() && last.hasCause() ? last.getCause() : last;
  }

  /** Heartbeats belong to the activities: what cannot be read is not shown. */
  private JsonNode json(Payloads details) {
    try {
      JsonNode node =
          client
              .getOptions()
              .getDataConverter()
              .fromPayloads(0, Optional.of(details), JsonNode.class, JsonNode.class);
      return node == null ? MissingNode.getInstance() : node;
    } catch (DataConverterException e) {
      return MissingNode.getInstance();
    }
  }

  private static Execution execution(WorkflowExecutionMetadata found) {
    return new Execution(
        found.getExecution().getWorkflowId(),
        switch (found.getStatus()) {
          case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_PAUSED ->
              Execution.State.RUNNING;
          case WORKFLOW_EXECUTION_STATUS_COMPLETED, WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW ->
              Execution.State.COMPLETED;
          case WORKFLOW_EXECUTION_STATUS_FAILED,
              WORKFLOW_EXECUTION_STATUS_CANCELED,
              WORKFLOW_EXECUTION_STATUS_TERMINATED,
              WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
              WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
              UNRECOGNIZED ->
              Execution.State.BROKEN;
        },
        found.getStartTime(),
        closeTime(found),
        attribute(found, SlipwaySearchAttributes.PHASE),
        attribute(found, SlipwaySearchAttributes.TEAM),
        attribute(found, SlipwaySearchAttributes.ENVIRONMENT));
  }

  private static Optional<Instant> closeTime(WorkflowExecutionMetadata found) {
    return Optional.ofNullable(found.getCloseTime())
        .filter(instant -> instant.isAfter(Instant.EPOCH));
  }

  private static String attribute(WorkflowExecutionMetadata found, SearchAttributeKey<String> key) {
    @Nullable String value = found.getTypedSearchAttributes().get(key);
    return value == null ? "" : value;
  }

  private static <T> T within(Duration limit, String what, Callable<T> call) {
    return TimeLimit.of(limit)
        .call(
            call,
            overdue -> TemporalFailures.noWorker(overdue, what),
            failure -> TemporalFailures.explain(failure, what));
  }
}
