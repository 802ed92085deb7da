package dev.slipway.rollout;

import dev.slipway.lab.Laboratory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Four people who ask a service all the time, and remember what went wrong. */
final class Visitors implements AutoCloseable {

  private static final int PEOPLE = 4;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final AtomicBoolean gone = new AtomicBoolean();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<String, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final List<Thread> people = new ArrayList<>();

  Visitors(URI address) {
    this.address = address;
    for (int i = 0; i < PEOPLE; i++) {
      people.add(Thread.ofVirtual().start(this::ask));
    }
  }

  private void ask() {
    while (!gone.get()) {
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          answers.computeIfAbsent(answer.body(), body -> new AtomicInteger()).incrementAndGet();
        } else {
          failures.add(answer.statusCode() + " " + answer.body());
        }
        Thread.sleep(PAUSE);
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** What went wrong since the last time somebody looked. */
  List<String> failures() {
    List<String> found = new ArrayList<>(failures);
    failures.clear();
    return found;
  }

  /** How many answers had this in them. */
  int answered(String greeting) {
    return answers.entrySet().stream()
        .filter(entry -> entry.getKey().contains(greeting))
        .mapToInt(entry -> entry.getValue().get())
        .sum();
  }

  /** Until so many further answers have had this in them. */
  void awaitMore(String greeting, int more, Duration within) {
    int before = answered(greeting);
    Laboratory.await(
        more + " more answers of " + greeting,
        within,
        () -> answered(greeting) >= before + more,
        () -> failures().toString());
  }

  @Override
  public void close() {
    gone.set(true);
    try {
      for (Thread person : people) {
        person.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    http.close();
  }
}
