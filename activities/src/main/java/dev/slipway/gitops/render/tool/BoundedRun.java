package dev.slipway.gitops.render.tool;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a program: its output within bounds, and no process left when it is over. */
final class BoundedRun {

  private static final int ERROR_BYTES = 64_000;
  private static final int KILLED = 128 + 9;
  private static final int CPU_LIMIT = 128 + 24;
  private static final long LAST_WORDS_SECONDS = 5;

  private final RenderSettings settings;
  private final Confinement confinement;

  BoundedRun(RenderSettings settings, Confinement confinement) {
    this.settings = settings;
    this.confinement = confinement;
  }

  /**
   * What a program has said.
   *
   * @param exit code; 0 when it has done its work
   */
  record Said(int exit, String output, String errors) {}

  /**
   * @param folder where it runs
   * @param home its home, and the place of its temporary files
   * @throws io.temporal.failure.ApplicationFailure LIMIT_EXCEEDED, permanent, when it takes too
   *     much processor time or memory or says too much: the same content always does; UNREACHABLE
   *     when the machine was too slow or it could not be started
   */
  Said run(String what, List<String> command, Path folder, Path home) {
    ProcessBuilder builder =
        new ProcessBuilder(confinement.around(command, settings))
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("HOME", home.toString(), "TMPDIR", home.toString(), "LC_ALL", "C.UTF-8"));
    try {
      Process process = builder.start();
      try {
        return said(what, process);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw FailureType.UNREACHABLE.retryable(what + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("the worker is shutting down", e);
    }
  }

  private Said said(String what, Process process) throws IOException, InterruptedException {
    CompletableFuture<byte[]> output =
        reading(process.getInputStream(), settings.output(), process);
    CompletableFuture<byte[]> errors = reading(process.getErrorStream(), ERROR_BYTES, process);
    if (!process.waitFor(settings.wallTime().toMillis(), TimeUnit.MILLISECONDS)) {
      throw FailureType.UNREACHABLE.retryable(
          what + " has not ended within " + settings.wallTime().toSeconds() + " s on this machine");
    }
    byte[] all = taken(output);
    String complaints = new String(taken(errors), StandardCharsets.UTF_8);
    if (all.length > settings.output()) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          what
              + " gives more than "
              + settings.output() / 1_000_000
              + " MB of manifests: split it into paths");
    }
    int exit = process.exitValue();
    boolean talkative = complaints.length() > ERROR_BYTES;
    if ((exit == KILLED && !talkative) || exit == CPU_LIMIT || complaints.contains("SIGXCPU")) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          what
              + " takes more than "
              + settings.cpuTime().toSeconds()
              + " s of processor time: it may loop; render less in one path");
    }
    if (complaints.contains("out of memory") || complaints.contains("cannot allocate memory")) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          what
              + " takes more than its "
              + settings.memory() / 1_000_000
              + " MB of memory: it may loop; render less in one path");
    }
    return new Said(exit, new String(all, StandardCharsets.UTF_8), complaints);
  }

  /** One byte more than allowed tells that there was more; what says too much is ended. */
  private static CompletableFuture<byte[]> reading(InputStream stream, int limit, Process process) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (stream) {
                byte[] bytes = stream.readNBytes(limit + 1);
                read.complete(bytes);
                if (bytes.length > limit) {
                  // Not the process itself, which would close the other stream while it is read.
                  process.toHandle().destroyForcibly();
                }
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
    return read;
  }

  private static byte[] taken(CompletableFuture<byte[]> read)
      throws IOException, InterruptedException {
    try {
      return read.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("its output cannot be read to the end", e);
    }
  }
}
