package dev.slipway.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What can happen to the parts around a release, and ends again. */
enum Fault {
  /** Whoever asks it waits for his own time limit; pods and gateway go on. */
  API_SERVER("API server stopped", away("kube", "stopped")),
  API_SERVER_KILLED("API server killed", away("kube", "killed")),
  /** What it was asked meanwhile it carries out when it goes on, whether one still waits or not. */
  FORGE("forge stopped", away("gitea", "stopped")),
  FORGE_KILLED("forge killed", away("gitea", "killed")),
  /** Another one starts at once, as it would anywhere. */
  WORKER("worker killed", (stack, away) -> killWorker(stack));

  private final String words;
  private final BiConsumer<Stack, Duration> blow;

  Fault(String words, BiConsumer<Stack, Duration> blow) {
    this.words = words;
    this.blow = blow;
  }

  /** Returns when it is over. */
  void strike(Stack stack, Duration away) {
    blow.accept(stack, away);
  }

  /** Whether it lasts as long as one says. */
  boolean lasts() {
    return this != WORKER;
  }

  @Override
  public String toString() {
    return words;
  }

  private static BiConsumer<Stack, Duration> away(String part, String how) {
    return (stack, away) ->
        Program.run(
                Slipway.project(),
                Map.of(),
                away.plusMinutes(3),
                List.of("tools/lab/away", part, Long.toString(away.toSeconds()), how))
            .required();
  }

  private static void killWorker(Stack stack) {
    ProcessHandle worker = stack.process("worker");
    worker.destroyForcibly();
    worker.onExit().join();
    stack.slipway().run("dev", "--detach").required();
  }
}
