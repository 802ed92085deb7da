package dev.slipway.build.process;

import dev.slipway.build.checkout.SourceCheckout;
import dev.slipway.build.log.BoundedLog;
import dev.slipway.build.log.BuildLogs;
import dev.slipway.disk.DiskFull;
import java.io.IOException;
import java.util.function.Function;

/** Runs a script in a fresh workspace of a commit, with its log. */
final class StepSandbox {

  private final BuildSettings settings;
  private final SourceCheckout checkout;
  private final ScriptRunner runner;
  private final Workspaces workspaces;
  private final BuildLogs logs;

  StepSandbox(BuildSettings settings, SourceCheckout checkout, ScriptRunner runner) {
    this.settings = settings;
    this.checkout = checkout;
    this.runner = runner;
    workspaces = new Workspaces(settings.workspaces(), settings.keptWorkspaces());
    logs = settings.logs();
  }

  /**
   * The judge's word on what the script has done. A workspace that the judge does not keep is
   * removed; so is that of a step that could not be carried out.
   */
  <R> R run(Source source, Script script, Pulse pulse, Judge<R> judge)
      throws IOException, InterruptedException {
    try (Workspace workspace = workspaces.fresh(script.key());
        BoundedLog log = logs.open(script.key())) {
      log.note(script.key() + ": checks out " + source.commit());
      pulse.tell(() -> "checks out " + source.commit());
      checkout.checkOut(source.repository(), source.commit(), workspace.source());
      pulse.check();
      pulse.tell(log::lastLine);
      Ending ending = runner.run(script, workspace, log, pulse);
      log.note(ending.failure().orElse("the script has ended well"));
      log.requireWritten();
      if (ending.failure().isPresent() && DiskFull.at(workspace.source())) {
        throw ConvergingSteps.diskFull(settings, script.key());
      }
      return judge.judge(new Run(ending, workspace, log, pulse));
    }
  }

  /** Where a workspace comes from. */
  record Source(String repository, String commit) {}

  /** A script that has ended, and what it has left. */
  record Run(Ending ending, Workspace workspace, BoundedLog log, Pulse pulse) {

    /** A verdict of failure: the workspace stays to be looked at. */
    <R> R failed(Function<String, R> verdict) {
      workspace.keep();
      return verdict.apply(log.lastLines());
    }
  }

  /** Says what has come of a script. */
  interface Judge<R> {

    R judge(Run run) throws IOException, InterruptedException;
  }
}
