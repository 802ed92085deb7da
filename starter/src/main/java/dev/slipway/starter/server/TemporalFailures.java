package dev.slipway.starter.server;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.temporal.FailureType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.failure.ApplicationFailure;
import java.util.Locale;
import java.util.Optional;

/** The one place where what goes wrong with Temporal becomes a sentence that says what to do. */
final class TemporalFailures {

  private TemporalFailures() {}

  /** No connection in the first place. */
  static CliException unconnected(Throwable failure, String address) {
    Optional<Status.Code> code =
        find(failure, StatusRuntimeException.class).map(e -> e.getStatus().getCode());
    if (code.isPresent()
        && (code.get() == Status.Code.PERMISSION_DENIED
            || code.get() == Status.Code.UNAUTHENTICATED)) {
      return denied(failure);
    }
    return new CliException(
        ExitCode.UNREACHABLE,
        "No Temporal server answers at "
            + address
            + ": start one with `slipway dev`, or set TEMPORAL_ADDRESS.",
        failure);
  }

  /**
   * @param what the workflow's id, or what was asked for
   */
  static CliException explain(Throwable failure, String what) {
    if (failure instanceof CliException known) {
      return known;
    }
    Optional<ApplicationFailure> refusal = find(failure, ApplicationFailure.class);
    if (refusal.isPresent()) {
      return refused(refusal.get(), failure);
    }
    if (find(failure, WorkflowNotFoundException.class).isPresent()) {
      return notRunning(failure, what, false);
    }
    if (find(failure, WorkflowUpdateTimeoutOrCancelledException.class).isPresent()) {
      return noWorker(failure, what);
    }
    return find(failure, StatusRuntimeException.class)
        .map(status -> explain(status, failure, what))
        .orElseGet(
            () ->
                new CliException(
                    ExitCode.TROUBLE,
                    "Temporal could not do it for "
                        + what
                        + " ("
                        + message(failure)
                        + "): try again, or see slipway doctor.",
                    failure));
  }

  static CliException noWorker(Throwable failure, String what) {
    return new CliException(
        ExitCode.UNREACHABLE,
        "No worker answers for "
            + words(what)
            + ": start one with `slipway dev`, or look for what is missing with `slipway doctor`.",
        failure);
  }

  private static CliException explain(
      StatusRuntimeException status, Throwable failure, String what) {
    String description = String.valueOf(status.getStatus().getDescription());
    if (description.contains("NonDeterministicException")
        || description.contains("Workflow Task in failed state")) {
      return otherVersion(failure, what);
    }
    return switch (status.getStatus().getCode()) {
      case DEADLINE_EXCEEDED -> noWorker(failure, what);
      case FAILED_PRECONDITION ->
          description.contains("poller")
              ? noWorker(failure, what)
              : unexpected(status, failure, what);
      case UNAVAILABLE ->
          new CliException(
              ExitCode.UNREACHABLE,
              "The Temporal server stopped to answer: start it again with `slipway dev`, or set TEMPORAL_ADDRESS.",
              failure);
      case PERMISSION_DENIED, UNAUTHENTICATED -> denied(failure);
      case NOT_FOUND ->
          description.toLowerCase(Locale.ROOT).contains("namespace")
              ? new CliException(
                  ExitCode.NOT_FOUND,
                  "The Temporal server does not know this namespace ("
                      + description
                      + "): set --namespace or TEMPORAL_NAMESPACE.",
                  failure)
              : notRunning(failure, what, false);
      case INVALID_ARGUMENT ->
          description.contains("search attribute")
              ? new CliException(
                  ExitCode.TROUBLE,
                  "The server does not know Slipway's search attributes: a worker registers them when it starts, see slipway doctor.",
                  failure)
              : unexpected(status, failure, what);
      case UNIMPLEMENTED ->
          new CliException(
              ExitCode.TROUBLE,
              "This Temporal server cannot list workflows or is too old ("
                  + description
                  + "): name the release by its whole key.",
              failure);
      default -> unexpected(status, failure, what);
    };
  }

  /** The worker fails each time at what it finds in the history; its log tells the details. */
  private static CliException otherVersion(Throwable failure, String what) {
    return new CliException(
        ExitCode.TROUBLE,
        "The worker cannot go on with "
            + words(what)
            + ", whose history was written by another version of it: run the newest version everywhere, and see the worker's log.",
        failure);
  }

  private static CliException refused(ApplicationFailure refusal, Throwable failure) {
    ExitCode code =
        refusal.getType().equals(FailureType.NOT_FOUND.name())
            ? ExitCode.NOT_FOUND
            : ExitCode.REFUSED;
    String message = refusal.getOriginalMessage();
    return new CliException(
        code, message == null ? "The order was refused." : sentence(message), failure);
  }

  /**
   * @param ended it was there once
   */
  static CliException notRunning(Throwable failure, String what, boolean ended) {
    return new CliException(
        ended ? ExitCode.REFUSED : ExitCode.NOT_FOUND,
        ended
            ? "The " + words(what) + " has ended" + next(what) + "."
            : "There is no " + words(what) + ".",
        failure);
  }

  /** What became of a release also says what can be done after it. */
  private static String next(String workflowId) {
    return workflowId.startsWith("release/")
        ? ": see slipway release explain " + workflowId.substring("release/".length())
        : "";
  }

  private static CliException denied(Throwable failure) {
    return new CliException(
        ExitCode.DENIED,
        "The Temporal server does not let you do this: check the API key or the certificate of your profile in temporal.toml.",
        failure);
  }

  private static CliException unexpected(
      StatusRuntimeException status, Throwable failure, String what) {
    return new CliException(
        ExitCode.TROUBLE,
        "Temporal answered "
            + status.getStatus().getCode()
            + " for "
            + what
            + " ("
            + status.getStatus().getDescription()
            + "): try again, or see slipway doctor.",
        failure);
  }

  /** {@code release/shop/1f2e3d4c5b6a-1} as a person says it. */
  private static String words(String workflowId) {
    int slash = workflowId.indexOf('/');
    return slash < 0
        ? workflowId
        : workflowId.substring(0, slash) + " " + workflowId.substring(slash + 1);
  }

  /** The contract's reasons begin in lower case, as they also stand inside of sentences. */
  private static String sentence(String reason) {
    String ended = reason.matches("(?s).*[.!?…]") ? reason : reason + ".";
    return ended.startsWith("slipway")
        ? ended
        : ended.substring(0, 1).toUpperCase(Locale.ROOT) + ended.substring(1);
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
