package dev.slipway.e2e;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who asks Temporal for work, and who has got it.
 *
 * @param client of the server that is asked
 */
record Polls(WorkflowClient client) {

  /** Identities of the workers that take activities from a task queue. */
  Set<String> of(String queue) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .build())
        .getPollersList()
        .stream()
        .map(PollerInfo::getIdentity)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Identities of the workers that ran a workflow's activities of one task queue. */
  Set<String> whoRan(String workflowId, String queue) {
    Map<Long, String> queues = new HashMap<>();
    Set<String> identities = new TreeSet<>();
    for (HistoryEvent event : client.fetchHistory(workflowId).getEvents()) {
      if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
        queues.put(
            event.getEventId(),
            event.getActivityTaskScheduledEventAttributes().getTaskQueue().getName());
      } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED) {
        ActivityTaskStartedEventAttributes started = event.getActivityTaskStartedEventAttributes();
        if (queue.equals(queues.get(started.getScheduledEventId()))) {
          identities.add(started.getIdentity());
        }
      }
    }
    return identities;
  }
}
