package dev.slipway.starter.world;

import dev.slipway.service.ReleaseRequest;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Execution;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.server.RunningActivity;
import dev.slipway.starter.server.Selection;
import dev.slipway.starter.server.SlipwayServer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A server in memory. */
public final class FakeServer implements SlipwayServer {

  private final Map<String, Queue<Object>> statuses = new HashMap<>();
  private final Map<String, Object> results = new HashMap<>();
  private final Map<String, Object> answers = new HashMap<>();
  private final Map<String, List<RunningActivity>> running = new HashMap<>();
  private final List<Execution> executions = new ArrayList<>();
  private final List<Order<?>> orders = new ArrayList<>();
  private @Nullable Selection selection;

  /** Answers these one after the other; the last one for ever. An exception is thrown. */
  public FakeServer status(String workflowId, Object... answered) {
    statuses.put(workflowId, new ArrayDeque<>(List.of(answered)));
    running.putIfAbsent(workflowId, List.of());
    return this;
  }

  public FakeServer result(String workflowId, Object result) {
    results.put(workflowId, result);
    return this;
  }

  public FakeServer runs(String workflowId, RunningActivity... activities) {
    running.put(workflowId, List.of(activities));
    return this;
  }

  /** It does not run (any more), whatever its status says. */
  public FakeServer ended(String workflowId) {
    running.remove(workflowId);
    return this;
  }

  public FakeServer answer(String workflowId, String update, Object answer) {
    answers.put(workflowId + " " + update, answer);
    return this;
  }

  public FakeServer execution(
      String workflowId, Execution.State state, Instant startedAt, String phase) {
    executions.add(
        new Execution(
            workflowId,
            state,
            startedAt,
            state == Execution.State.RUNNING
                ? Optional.empty()
                : Optional.of(startedAt.plusSeconds(100)),
            phase,
            "payments",
            "production"));
    return this;
  }

  public List<Order<?>> orders() {
    return List.copyOf(orders);
  }

  public List<ReleaseRequest> requests() {
    return orders.stream()
        .map(order -> order.arguments().getFirst())
        .filter(ReleaseRequest.class::isInstance)
        .map(ReleaseRequest.class::cast)
        .toList();
  }

  /** What was asked for last. */
  public Optional<Selection> selection() {
    return Optional.ofNullable(selection);
  }

  @Override
  public <T> Optional<T> status(String workflowId, Class<T> type) {
    Queue<Object> left = statuses.getOrDefault(workflowId, new ArrayDeque<>());
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Object next = left.size() > 1 ? left.remove() : left.element();
    if (next instanceof CliException failure) {
      throw failure;
    }
    return Optional.of(type.cast(next));
  }

  @Override
  public <T> Optional<T> result(String workflowId, Class<T> type) {
    return Optional.ofNullable(results.get(workflowId)).map(type::cast);
  }

  @Override
  public <T> T order(Order<T> order) {
    orders.add(order);
    if (order.update().equals("release")) {
      String service = order.workflowId().substring("service/".length());
      return order.answer().cast(service + "/" + "a".repeat(12) + "-1");
    }
    @Nullable Object answer = answers.get(order.workflowId() + " " + order.update());
    if (answer instanceof CliException refusal) {
      throw refusal;
    }
    if (answer == null) {
      throw new CliException(ExitCode.NOT_FOUND, "There is no " + order.workflowId() + ".");
    }
    return order.answer().cast(answer);
  }

  @Override
  public List<Execution> list(Selection wanted) {
    selection = wanted;
    return executions.stream()
        .filter(execution -> execution.workflowId().startsWith(wanted.idPrefix()))
        .filter(
            execution ->
                wanted.commitPrefix().isEmpty()
                    || execution.workflowId().contains("/" + wanted.commitPrefix()))
        .sorted(Comparator.comparing(Execution::startedAt).reversed())
        .limit(wanted.limit())
        .toList();
  }

  @Override
  public Optional<List<RunningActivity>> running(String workflowId) {
    return Optional.ofNullable(running.get(workflowId));
  }

  @Override
  public void close() {}
}
