package dev.slipway.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What can happen to the parts around a release, and ends again. */
enum Fault {
  /** Whoever asks it waits for his own time limit; pods and gateway go on. */
  API_SERVER("API server stopped") {
    @Override
    void strike(Stack stack, Duration away) {
      away("kube", away, "stopped");
    }
  },
  API_SERVER_KILLED("API server killed") {
    @Override
    void strike(Stack stack, Duration away) {
      away("kube", away, "killed");
    }
  },
  /** What it was asked meanwhile it carries out when it goes on, whether one still waits or not. */
  FORGE("forge stopped") {
    @Override
    void strike(Stack stack, Duration away) {
      away("gitea", away, "stopped");
    }
  },
  FORGE_KILLED("forge killed") {
    @Override
    void strike(Stack stack, Duration away) {
      away("gitea", away, "killed");
    }
  },
  /** Another one starts at once, as it would anywhere. */
  WORKER("worker killed") {
    @Override
    void strike(Stack stack, Duration away) {
      ProcessHandle worker = stack.process("worker");
      worker.destroyForcibly();
      worker.onExit().join();
      stack.slipway().run("dev", "--detach").required();
    }
  };

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** Returns when it is over. */
  abstract void strike(Stack stack, Duration away);

  /** Whether it lasts as long as one says. */
  boolean lasts() {
    return this != WORKER;
  }

  @Override
  public String toString() {
    return words;
  }

  private static void away(String part, Duration away, String how) {
    Program.run(
            Slipway.project(),
            Map.of(),
            away.plusMinutes(3),
            List.of("tools/lab/away", part, Long.toString(away.toSeconds()), how))
        .required();
  }
}
