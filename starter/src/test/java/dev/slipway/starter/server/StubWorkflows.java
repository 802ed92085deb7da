package dev.slipway.starter.server;

import static dev.slipway.starter.world.Records.KEY;

import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.HeadMoved;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.service.ReleaseRequest;
import dev.slipway.service.ServiceState;
import dev.slipway.service.ServiceStatus;
import dev.slipway.service.ServiceWorkflow;
import dev.slipway.temporal.FailureType;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Workflows with the contract's interfaces and nothing behind them. */
final class StubWorkflows {

  private StubWorkflows() {}

  static ReleaseInput input(String key) {
    return new ReleaseInput(ReleaseKey.parse(key), 1, "push", Optional.empty(), Optional.empty());
  }

  /** Waits for an approval. */
  public static final class Release implements ReleaseWorkflow {

    private final ReleaseInput input;
    private boolean approved;

    @WorkflowInit
    public Release(ReleaseInput input) {
      this.input = input;
    }

    @Override
    public ReleaseResult run(ReleaseInput ignored) {
      Workflow.await(() -> approved);
      return new ReleaseResult(ReleaseResult.Outcome.PROMOTED, "", "promoted", Instant.EPOCH);
    }

    @Override
    public ReleaseStatus status() {
      return new ReleaseStatus(
          input,
          ReleaseStatus.Phase.AWAITING_APPROVAL,
          "",
          "",
          "",
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "",
          "",
          Optional.empty(),
          Instant.EPOCH);
    }

    @Override
    public String approve(Decision decision) {
      approved = true;
      return "approved";
    }

    @Override
    public void validateApprove(Decision decision) {}

    @Override
    public String reject(Decision decision) {
      return "rejected";
    }

    @Override
    public void validateReject(Decision decision) {
      throw FailureType.REFUSED.permanent("say why it is rejected");
    }

    @Override
    public String abort(OperatorOrder order) {
      return "it ends";
    }

    @Override
    public void validateAbort(OperatorOrder order) {}

    @Override
    public String retry(OperatorOrder order) {
      return "it tries again";
    }

    @Override
    public void validateRetry(OperatorOrder order) {}

    @Override
    public void approveSignal(Decision decision) {}

    @Override
    public void rejectSignal(Decision decision) {}

    @Override
    public void abortSignal(OperatorOrder order) {}

    @Override
    public void retrySignal(OperatorOrder order) {}

    @Override
    public void pullRequestMoved() {}

    @Override
    public void slotAnswered(SlotAnswer answer) {}

    @Override
    public void outcome(EnvironmentOutcome outcome) {}
  }

  /** Counts what it is asked for. */
  public static final class Service implements ServiceWorkflow {

    private final ServiceState state;
    private int asked;

    @WorkflowInit
    public Service(ServiceState state) {
      this.state = state;
    }

    @Override
    public void run(ServiceState ignored) {
      Workflow.await(() -> false);
    }

    @Override
    public ServiceStatus status() {
      return new ServiceStatus(state.service(), "", "", List.of(), "", asked, List.of());
    }

    @Override
    public void headMoved(HeadMoved head) {}

    @Override
    public void continueAsNewNow() {}

    @Override
    public String release(ReleaseRequest request) {
      if (state.service().equals("unbound")) {
        throw FailureType.REFUSED.permanent("service 'unbound' is not bound in platform.yaml");
      }
      asked++;
      return KEY;
    }

    @Override
    public void validateRelease(ReleaseRequest request) {}

    @Override
    public void releaseBuilt(String release) {}

    @Override
    public void releaseEnded(String release) {}
  }
}
