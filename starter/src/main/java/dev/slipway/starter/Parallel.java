package dev.slipway.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Asks many things at once: a list of fifty must not take fifty times as long as one. */
public final class Parallel {

  private static final int AT_ONCE = 16;

  private Parallel() {}

  /**
   * Applies the question to all, at most 16 at a time, in the order of the list.
   *
   * @throws CliException the first that a question throws
   */
  public static <A, B> List<B> map(List<A> all, Function<A, B> question) {
    List<B> answers = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<FutureTask<B>> tasks = new ArrayList<>();
      for (A one : all.subList(from, Math.min(all.size(), from + AT_ONCE))) {
        FutureTask<B> task = new FutureTask<>(() -> question.apply(one));
        tasks.add(task);
        Thread.ofVirtual().start(task);
      }
      tasks.forEach(task -> answers.add(get(task)));
    }
    return answers;
  }

  private static <B> B get(FutureTask<B> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a question throws nothing that is checked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted.", e);
    }
  }
}
