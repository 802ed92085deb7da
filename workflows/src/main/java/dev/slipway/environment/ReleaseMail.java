package dev.slipway.environment;

import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.workflow.Workflow;
import java.util.function.Consumer;

/** What an environment tells releases. One that does not run any more loses its place. */
final class ReleaseMail {

  private final EnvironmentLedger ledger;

  ReleaseMail(EnvironmentLedger ledger) {
    this.ledger = ledger;
  }

  /** What became of a change; a person's own commit has nobody to tell. */
  void tell(EnvironmentOutcome outcome) {
    if (!outcome.release().isEmpty()) {
      send(outcome.release(), release -> release.outcome(outcome));
    }
  }

  void answer(String release, SlotAnswer answer) {
    send(release, stub -> stub.slotAnswered(answer));
  }

  private void send(String release, Consumer<ReleaseWorkflow> word) {
    ReleaseWorkflow stub =
        Workflow.newExternalWorkflowStub(ReleaseWorkflow.class, WorkflowIds.release(release));
    if (!ExternalSignal.isDelivered(() -> word.accept(stub))) {
      ledger.leave(release);
    }
  }
}
